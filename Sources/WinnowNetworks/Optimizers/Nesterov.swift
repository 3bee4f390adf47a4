import WinnowKernels

/// v ← μ v + g; w ← w − rate · (g + μ v): Nesterov's accelerated gradient in the form of Sutskever et
/// al., ICML 2013.
public struct Nesterov: Optimizer {
  public static let name = "nesterov"
  public let momentum: Float
  public var memoryCount: Int { 1 }
  public init(_ momentum: Float = 0.9) { self.momentum = momentum }

  public func update(_ slice: ParameterSlice, gradient: Span<Float>) {
    var values = slice.values, velocity = slice.memory(0)
    momentumStep(
      &values, gradient: gradient, velocity: &velocity, momentum: momentum, nesterov: true,
      rate: slice.rate)
  }
}
