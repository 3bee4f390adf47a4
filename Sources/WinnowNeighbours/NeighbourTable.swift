import WinnowKernels

/// The k nearest points of each query, nearest first, equal distances by index.
public struct NeighbourTable: Sendable {
  /// Neighbours per query.
  public let k: Int
  /// `[query][k]`.
  public let entries: [Neighbour]

  /// The number of queries.
  public var count: Int { entries.count / k }

  /// The neighbours of one query.
  public subscript(query: Int) -> ArraySlice<Neighbour> { entries[query * k..<(query + 1) * k] }
}

/// All points within a radius of each query, nearest first, equal distances by index.
public struct NeighbourLists: Sendable {
  /// Query i owns `entries[offsets[i] ..< offsets[i + 1]]`.
  public let offsets: [Int]
  public let entries: [Neighbour]

  /// The number of queries.
  public var count: Int { offsets.count - 1 }

  /// The neighbours of one query.
  public subscript(query: Int) -> ArraySlice<Neighbour> {
    entries[offsets[query]..<offsets[query + 1]]
  }
}
