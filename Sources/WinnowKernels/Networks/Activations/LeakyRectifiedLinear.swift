/// f(x) = x for x > 0, else 0.01 x.
public struct LeakyRectifiedLinear: VectorActivation {
  private static let leak: Float = 0.01

  public init() {}
  public var name: String { "leaky_relu" }

  @inline(__always)
  func value(_ x: Vector) -> Vector { x.replacing(with: x * Self.leak, where: x .< 0) }
  @inline(__always)
  func slope(_ y: Vector) -> Vector { Vector(Self.leak).replacing(with: 1, where: y .> 0) }
}
