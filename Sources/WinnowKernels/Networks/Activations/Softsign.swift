/// f(x) = x / (1 + |x|), f′ = (1 − |f|)².
public struct Softsign: VectorActivation {
  public init() {}
  public var name: String { "softsign" }

  @inline(__always)
  func value(_ x: Vector) -> Vector { x / (1 + x.magnitudes) }
  @inline(__always)
  func slope(_ y: Vector) -> Vector {
    let rest = 1 - y.magnitudes
    return rest * rest
  }
}
