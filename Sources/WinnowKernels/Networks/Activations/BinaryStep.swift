/// f(x) = 1 for x > 0, else 0. Its slope is 0 everywhere: what lies before it does not learn by gradient.
public struct BinaryStep: VectorActivation {
  public init() {}
  public var name: String { "binary_step" }

  @inline(__always)
  func value(_ x: Vector) -> Vector { Vector(0).replacing(with: 1, where: x .> 0) }
  @inline(__always)
  func slope(_ y: Vector) -> Vector { Vector(0) }
}
