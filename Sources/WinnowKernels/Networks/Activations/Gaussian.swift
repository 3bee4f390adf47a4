/// f(x) = exp(−x²), f′ = −2x f.
public struct Gaussian: VectorActivation {
  public init() {}
  public var name: String { "gaussian" }
  public var slopeNeedsInput: Bool { true }

  @inline(__always)
  func value(_ x: Vector) -> Vector { exponential(-x * x) }
  @inline(__always)
  func slope(_ x: Vector) -> Vector { -2 * x * exponential(-x * x) }
}
