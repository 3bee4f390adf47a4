/// A point of an index and its squared distance from a query. Ordered by distance, then by index, so
/// that the k nearest are unique.
public struct Neighbour: Sendable, Hashable, BitwiseCopyable {
  /// Σⱼ (aⱼ − bⱼ)² in Double.
  public let squaredDistance: Double
  /// Which point: its place in the columns that the index was built from.
  public let index: Int32

  public init(squaredDistance: Double, index: Int32) {
    self.squaredDistance = squaredDistance
    self.index = index
  }

  /// The Euclidean distance.
  public var distance: Double { squaredDistance.squareRoot() }
}

extension Neighbour: Comparable {
  @inline(__always)
  public static func < (a: Neighbour, b: Neighbour) -> Bool {
    a.squaredDistance < b.squaredDistance
      || (a.squaredDistance == b.squaredDistance && a.index < b.index)
  }
}

/// What a search hands its finds to.
protocol NeighbourSink {
  /// Points farther than this squared distance are of no interest; those at it may be.
  var limit: Double { get }
  /// Whether points at exactly `limit` are of no interest from this index on.
  func isClosed(toIndicesFrom first: Int32) -> Bool
  mutating func offer(_ neighbour: Neighbour)
}
