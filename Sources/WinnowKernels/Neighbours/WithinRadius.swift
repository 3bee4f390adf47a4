/// All neighbours offered up to a squared distance, that distance included.
public struct WithinRadius: NeighbourSink, Sendable {
  let limit: Double
  public private(set) var found: [Neighbour] = []

  public init(squaredRadius: Double) { limit = squaredRadius }

  func isClosed(toIndicesFrom first: Int32) -> Bool { false }

  public mutating func offer(_ neighbour: Neighbour) {
    if neighbour.squaredDistance <= limit { found.append(neighbour) }
  }

  /// The neighbours, nearest first; leaves the collection empty.
  public mutating func drain() -> [Neighbour] {
    defer { found.removeAll(keepingCapacity: true) }
    return found.sorted()
  }
}
