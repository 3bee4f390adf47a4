import WinnowMath

/// Normal with variance 2 / fan-in, for rectified linear units (He et al., arXiv:1502.01852).
public struct HeInitializer: Initializer {
  public init() {}

  public func values(for shape: Shape, using random: inout CounterRandom) -> [Float] {
    let width = (2 / Double(shape.fanIn)).squareRoot()
    return (0..<shape.count).map { _ in Float(width * random.normal()) }
  }
}
