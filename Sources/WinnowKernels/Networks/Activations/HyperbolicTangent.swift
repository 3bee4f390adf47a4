/// f(x) = tanh x, f′ = 1 − f².
public struct HyperbolicTangent: VectorActivation {
  public init() {}
  public var name: String { "tanh" }

  @inline(__always)
  func value(_ x: Vector) -> Vector { hyperbolicTangent(x) }
  @inline(__always)
  func slope(_ y: Vector) -> Vector { 1 - y * y }
}
