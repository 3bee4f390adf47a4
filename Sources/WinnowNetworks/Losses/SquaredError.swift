import WinnowKernels

/// w Σⱼ (yⱼ − tⱼ)² over the outputs of an event with weight w.
public struct SquaredError: PointwiseLoss {
  public init() {}
  public var kind: String { "squared_error" }
  public var name: String { "squared error" }
  public var function: any PointwiseLossFunction { SquaredDeviation() }
}
