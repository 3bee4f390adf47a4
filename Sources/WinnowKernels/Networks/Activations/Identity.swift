/// f(x) = x.
public struct Identity: VectorActivation {
  public init() {}
  public var name: String { "identity" }

  public func apply(to values: inout MutableSpan<Float>) {}
  public func multiply(_ gradient: inout MutableSpan<Float>, bySlopeAt argument: Span<Float>) {}

  @inline(__always)
  func value(_ x: Vector) -> Vector { x }
  @inline(__always)
  func slope(_ y: Vector) -> Vector { Vector(1) }
}
