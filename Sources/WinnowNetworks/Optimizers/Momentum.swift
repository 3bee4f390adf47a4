import WinnowKernels

/// v ← μ v + g; w ← w − rate · v (Polyak's heavy ball).
public struct Momentum: MomentumOptimizer {
  public static let name = "momentum"
  static let looksAhead = false
  public let momentum: Float
  public init(_ momentum: Float = 0.9) { self.momentum = momentum }
}

/// An optimiser with a velocity v per parameter.
protocol MomentumOptimizer: Optimizer {
  var momentum: Float { get }
  /// Whether the step is taken with the velocity after it.
  static var looksAhead: Bool { get }
}

extension MomentumOptimizer {
  public var memoryCount: Int { 1 }

  public func update(_ slice: ParameterSlice, gradient: Span<Float>) {
    var values = slice.values, velocity = slice.memory(0)
    momentumStep(
      &values, gradient: gradient, velocity: &velocity, momentum: momentum,
      nesterov: Self.looksAhead, rate: slice.rate)
  }
}
