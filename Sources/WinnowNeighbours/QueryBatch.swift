import WinnowCore
import WinnowKernels

/// Queries checked, and ordered so that neighbouring ones follow each other.
struct QueryBatch {
  /// Queries handled together by one thread.
  static let chunk = 256

  let columns: [[Float]]
  /// For each query a point to leave out; nil for none.
  let own: [Int32]?
  /// The queries in the order of the tiles they fall into.
  let order: [Int32]
  /// For each query the tile it falls into.
  let tiles: [Int32]

  var count: Int { order.count }

  /// - Throws: `badData` for a coordinate that is not finite.
  init(_ columns: [[Float]], leavingOut own: [Int32]?, in tree: PointTree, _ team: ThreadTeam) throws {
    precondition(columns.count == tree.dimensions, "queries of the index's dimension")
    let count = columns[0].count
    precondition(columns.allSatisfy { $0.count == count }, "columns of one length")
    precondition(own.map { $0.count == count } ?? true, "one point to leave out per query")
    try NeighbourIndex.checkFinite(columns)
    self.columns = columns
    self.own = own
    tiles = RowWriter<Int32>.filling(rows: count, length: 1, with: 0) { writer in
      team.run(over: count, chunk: 4 * Self.chunk) { _, range in
        var query = QueryPoint(dimensions: tree.dimensions)
        for event in range {
          query.load(columns, event: event)
          let tile = Int32(tree.nearestTile(to: query))
          writer.write(row: event) { $0[0] = tile }
        }
      }
    }
    order = Self.counted(tiles, tileCount: tree.tileCount)
  }

  /// The queries of some events.
  func queries(_ events: [Int]) -> [QueryPoint] {
    events.map { event in
      var query = QueryPoint(dimensions: columns.count)
      query.load(columns, event: event)
      return query
    }
  }

  func ownPoint(of event: Int) -> Int32 { own?[event] ?? -1 }

  /// Counting sort: the events by tile, in rising order within each.
  private static func counted(_ tiles: [Int32], tileCount: Int) -> [Int32] {
    var starts = [Int](repeating: 0, count: tileCount + 1)
    for tile in tiles { starts[Int(tile) + 1] += 1 }
    for tile in 0..<tileCount { starts[tile + 1] += starts[tile] }
    var order = [Int32](repeating: 0, count: tiles.count)
    for (event, tile) in tiles.enumerated() {
      order[starts[Int(tile)]] = Int32(event)
      starts[Int(tile)] += 1
    }
    return order
  }
}
