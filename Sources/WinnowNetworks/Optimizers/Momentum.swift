import WinnowKernels

/// v ← μ v + g; w ← w − rate · v (Polyak's heavy ball).
public struct Momentum: Optimizer {
  public static let name = "momentum"
  public let momentum: Float
  public var memoryCount: Int { 1 }
  public init(_ momentum: Float = 0.9) { self.momentum = momentum }

  public func update(_ slice: ParameterSlice, gradient: Span<Float>) {
    var values = slice.values, velocity = slice.memory(0)
    momentumStep(
      &values, gradient: gradient, velocity: &velocity, momentum: momentum, nesterov: false,
      rate: slice.rate)
  }
}
