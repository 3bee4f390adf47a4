import WinnowKernels

/// Steps scaled by the root of a running mean of g² (Tieleman and Hinton, 2012).
public struct RMSProp: Optimizer {
  public static let name = "rmsprop"
  public let decay: Double
  public let epsilon: Float
  public var memoryCount: Int { 1 }

  public init(decay: Double = 0.99, epsilon: Float = 1e-8) {
    self.decay = decay
    self.epsilon = epsilon
  }

  public func update(_ slice: ParameterSlice, gradient: Span<Float>) {
    var values = slice.values, squares = slice.memory(0)
    rmsStep(
      &values, gradient: gradient, squares: &squares, decay: decay, rate: slice.rate,
      epsilon: epsilon)
  }
}
