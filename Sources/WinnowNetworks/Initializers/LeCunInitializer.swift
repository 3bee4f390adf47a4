import WinnowMath

/// Normal with variance 1 / fan-in, for self-normalising units (LeCun et al., “Efficient BackProp”,
/// 1998).
public struct LeCunInitializer: Initializer {
  public init() {}

  public func values(for shape: Shape, using random: inout CounterRandom) -> [Float] {
    let width = (1 / Double(shape.fanIn)).squareRoot()
    return (0..<shape.count).map { _ in Float(width * random.normal()) }
  }
}
