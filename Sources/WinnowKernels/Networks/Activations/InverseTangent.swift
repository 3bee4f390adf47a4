/// f(x) = arctan x, f′ = 1 / (1 + x²).
public struct InverseTangent: VectorActivation {
  public init() {}
  public var name: String { "arctan" }
  public var slopeNeedsInput: Bool { true }

  @inline(__always)
  func value(_ x: Vector) -> Vector { arctangent(x) }
  @inline(__always)
  func slope(_ x: Vector) -> Vector { 1 / (1 + x * x) }
}
