import WinnowKernels

/// Steps in the ratio of the running means of past steps² and g²; meant for a learning rate of 1
/// (Zeiler, arXiv:1212.5701).
public struct AdaDelta: Optimizer {
  public static let name = "adadelta"
  public let decay: Double
  public let epsilon: Float
  public var memoryCount: Int { 2 }

  public init(decay: Double = 0.9, epsilon: Float = 1e-6) {
    self.decay = decay
    self.epsilon = epsilon
  }

  public func update(_ slice: ParameterSlice, gradient: Span<Float>) {
    var values = slice.values, squares = slice.memory(0), moves = slice.memory(1)
    adaDeltaStep(
      &values, gradient: gradient, squares: &squares, moves: &moves, (decay, slice.rate, epsilon))
  }
}
