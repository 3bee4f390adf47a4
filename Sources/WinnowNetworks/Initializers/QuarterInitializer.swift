import WinnowMath

/// One number in one quarter of a vector, 0 in the others: the biases of one of four gates.
public struct QuarterInitializer: Initializer {
  public let quarter: Int
  public let value: Float

  public init(quarter: Int, value: Float) {
    self.quarter = quarter
    self.value = value
  }

  public func values(for shape: Shape, using random: inout CounterRandom) -> [Float] {
    (0..<shape.count).map { $0 * 4 / shape.count == quarter ? value : 0 }
  }
}
