/// f(x) = ln(1 + eˣ), f′ = 1 − e^−f.
public struct Softplus: VectorActivation {
  public init() {}
  public var name: String { "softplus" }

  @inline(__always)
  func value(_ x: Vector) -> Vector { softplusOf(x) }
  @inline(__always)
  func slope(_ y: Vector) -> Vector { -exponentialMinusOne((-y).atLeast(-40)) }
}
