/// v ← μ v + g; w ← w − rate · (g + μ v): Nesterov's accelerated gradient in the form of Sutskever et
/// al., ICML 2013.
public struct Nesterov: MomentumOptimizer {
  public static let name = "nesterov"
  static let looksAhead = true
  public let momentum: Float
  public init(_ momentum: Float = 0.9) { self.momentum = momentum }
}
