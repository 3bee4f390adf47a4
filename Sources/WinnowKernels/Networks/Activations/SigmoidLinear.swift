/// f(x) = x σ(x), also called swish; f′ = σ + x σ (1 − σ).
public struct SigmoidLinear: VectorActivation {
  public init() {}
  public var name: String { "silu" }
  public var slopeNeedsInput: Bool { true }

  @inline(__always)
  func value(_ x: Vector) -> Vector { x * sigmoidOf(x) }
  @inline(__always)
  func slope(_ x: Vector) -> Vector {
    let s = sigmoidOf(x)
    return s + x * s * (1 - s)
  }
}
