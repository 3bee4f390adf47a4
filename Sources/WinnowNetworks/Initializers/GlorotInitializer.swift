import WinnowMath

/// Uniform with variance 2 / (fan-in + fan-out), for activations with slope 1 at 0 (Glorot and Bengio,
/// AISTATS 2010, equation 16).
public struct GlorotInitializer: Initializer {
  public init() {}

  public func values(for shape: Shape, using random: inout CounterRandom) -> [Float] {
    let limit = (6 / Double(shape.fanIn + shape.fanOut)).squareRoot()
    return UniformInitializer(limit: limit).values(for: shape, using: &random)
  }
}
