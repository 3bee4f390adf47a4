import WinnowKernels

/// w ← w − rate · g.
public struct GradientDescent: Optimizer {
  public static let name = "sgd"
  public var memoryCount: Int { 0 }
  public init() {}

  public func update(_ slice: ParameterSlice, gradient: Span<Float>) {
    var values = slice.values
    gradientStep(&values, gradient: gradient, rate: slice.rate)
  }
}
