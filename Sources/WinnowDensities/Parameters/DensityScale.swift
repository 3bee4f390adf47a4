/// The unit that a density is learnt in: y = offset + scale · z.
public struct DensityScale: Sendable, Hashable {
  public let offset: Double
  /// Greater than 0.
  public let scale: Double

  public init(offset: Double = 0, scale: Double = 1) {
    precondition(scale > 0, "a positive scale")
    self.offset = offset
    self.scale = scale
  }

  @inline(__always)
  public func inside(_ y: Double) -> Double { (y - offset) / scale }
}
