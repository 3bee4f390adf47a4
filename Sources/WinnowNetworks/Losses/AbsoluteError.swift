import WinnowKernels

/// w Σⱼ |yⱼ − tⱼ|: learns the median.
public struct AbsoluteError: PointwiseLoss {
  public init() {}
  public var kind: String { "absolute_error" }
  public var name: String { "absolute error" }
  public var function: any PointwiseLossFunction { AbsoluteDeviation() }
}
