import WinnowMath

/// Uniform in [−limit, limit]; TMVA's networks start with limit 2.
public struct UniformInitializer: Initializer {
  public let limit: Double
  public init(limit: Double) { self.limit = limit }

  public func values(for shape: Shape, using random: inout CounterRandom) -> [Float] {
    (0..<shape.count).map { _ in Float(limit * (2 * random.uniform() - 1)) }
  }
}
