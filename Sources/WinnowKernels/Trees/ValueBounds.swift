/// Between what the value of a node must lie, so that a tree rises or falls with a feature.
public struct ValueBounds: Sendable, Hashable {
  public var lower = -Double.infinity
  public var upper = Double.infinity

  public init() {}

  @inline(__always)
  public func clamped(_ value: Double) -> Double { min(max(value, lower), upper) }

  /// The bounds of both children: neither passes the middle of their values.
  ///
  /// - Parameter direction: +1 where the right child must not be below the left one, −1 where it must
  ///   not be above, 0 elsewhere.
  public func parted(
    left: Double, right: Double, direction: Int
  ) -> (left: ValueBounds, right: ValueBounds) {
    var (first, second) = (self, self)
    let middle = left + (right - left) / 2
    if direction > 0 { (first.upper, second.lower) = (middle, middle) }
    if direction < 0 { (first.lower, second.upper) = (middle, middle) }
    return (first, second)
  }
}
