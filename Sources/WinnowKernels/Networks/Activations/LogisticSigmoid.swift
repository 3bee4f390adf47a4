/// f(x) = 1 / (1 + e⁻ˣ), f′ = f (1 − f).
public struct LogisticSigmoid: VectorActivation {
  public init() {}
  public var name: String { "sigmoid" }

  @inline(__always)
  func value(_ x: Vector) -> Vector { sigmoidOf(x) }
  @inline(__always)
  func slope(_ y: Vector) -> Vector { y * (1 - y) }
}
