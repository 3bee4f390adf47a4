import WinnowMath

/// One number everywhere.
public struct ConstantInitializer: Initializer {
  public let value: Float
  public init(_ value: Float) { self.value = value }

  public func values(for shape: Shape, using random: inout CounterRandom) -> [Float] {
    Array(repeating: value, count: shape.count)
  }
}
