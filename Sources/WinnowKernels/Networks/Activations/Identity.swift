/// f(x) = x.
public struct Identity: ActivationFunction {
  public init() {}
  public var name: String { "identity" }
  public var slopeNeedsInput: Bool { false }
  public func apply(to values: inout MutableSpan<Float>) {}
  public func multiply(_ gradient: inout MutableSpan<Float>, bySlopeAt argument: Span<Float>) {}
}
