/// f(x) = max(x, 0); the slope at 0 counts as 0.
public struct RectifiedLinear: VectorActivation {
  public init() {}
  public var name: String { "relu" }

  @inline(__always)
  func value(_ x: Vector) -> Vector { x.atLeast(0) }
  @inline(__always)
  func slope(_ y: Vector) -> Vector { Vector(0).replacing(with: 1, where: y .> 0) }
}
