import Synchronization
import WinnowCore
import WinnowKernels

extension NeighbourIndex {
  /// The k nearest points of each query.
  ///
  /// - Parameters:
  ///   - queries: `[dimension][query]`.
  ///   - own: for each query the index of a point to leave out, negative for none. With queries that
  ///     are points of the index this gives leave-one-out neighbours without building anything anew.
  /// - Throws: `badConfiguration` where k is not in 1 … N (N − 1 with points left out); `badData` for
  ///   a coordinate that is not finite.
  /// - Complexity: per query about O(k log k + log N) in few dimensions, O(N d) in many.
  public func nearest(
    _ k: Int, to queries: [[Float]], leavingOut own: [Int32]? = nil, threads: Int = 1
  ) throws -> NeighbourTable {
    let available = own?.contains { $0 >= 0 } ?? false ? count - 1 : count
    guard k >= 1, k <= available else {
      throw WinnowError(
        .badConfiguration,
        "\(k) neighbours wanted, with \(available) points to find them among; "
          + "allowed: 1 … \(available)")
    }
    let team = ThreadTeam(threads: threads)
    let batch = try QueryBatch(queries, leavingOut: own, in: tree, team)
    let blank = Neighbour(squaredDistance: .infinity, index: -1)
    let entries = RowWriter.filling(rows: batch.count, length: k, with: blank) { writer in
      team.run(over: batch.count, chunk: QueryBatch.chunk) { _, range in
        search(k, batch, range, writer)
      }
    }
    return NeighbourTable(k: k, entries: entries)
  }

  /// By products where they pay and cannot overflow, otherwise one query after the other.
  private func search(
    _ k: Int, _ batch: QueryBatch, _ range: Range<Int>, _ writer: RowWriter<Neighbour>
  ) {
    if let blocks, k <= BlockSearch.largestWanted {
      let events = batch.order[range].map(Int.init), queries = batch.queries(range)
      if queries.allSatisfy(BlockSearch.takes) {
        var search = BlockSearch(
          queries, leavingOut: events.map(batch.ownPoint), in: tree, blocks, wanted: k)
        return search.run(into: events.map { NearestRow(writer, row: $0) })
      }
    }
    searchEach(of: batch, range, writer)
  }

  private func searchEach(
    of batch: QueryBatch, _ range: Range<Int>, _ writer: RowWriter<Neighbour>
  ) {
    var query = QueryPoint(dimensions: dimensions), room = SearchRoom(for: tree)
    for event in batch.order[range].lazy.map(Int.init) {
      query.load(batch.columns, event: event)
      var row = NearestRow(writer, row: event)
      let own = batch.ownPoint(of: event)
      if row.length <= Candidates.largestWanted {
        tree.searchNearest(
          to: query, leavingOut: own, from: Int(batch.tiles[event]), &room, into: &row)
      } else {
        tree.search(query, leavingOut: own, stack: &room.stack, into: &row)
      }
      row.finish()
    }
  }

  /// All points within a radius of each query: those with squared distance ≤ radius².
  ///
  /// - Parameter own: as in `nearest`.
  /// - Throws: `badConfiguration` for a radius that is negative or not finite; `badData` for a
  ///   coordinate that is not finite.
  /// - Complexity: per query about O(log N) and the points found, sorted.
  public func within(
    _ radius: Double, of queries: [[Float]], leavingOut own: [Int32]? = nil, threads: Int = 1
  ) throws -> NeighbourLists {
    let radii = Array(repeating: radius, count: queries.first?.count ?? 0)
    return try within(radii, of: queries, leavingOut: own, threads: threads)
  }

  /// The same with a radius for each query.
  public func within(
    _ radii: [Double], of queries: [[Float]], leavingOut own: [Int32]? = nil, threads: Int = 1
  ) throws -> NeighbourLists {
    if let radius = radii.first(where: { !($0 >= 0 && $0.isFinite) }) {
      throw WinnowError(.badConfiguration, "a radius must be in [0, ∞); got \(radius)")
    }
    let team = ThreadTeam(threads: threads)
    let batch = try QueryBatch(queries, leavingOut: own, in: tree, team)
    precondition(radii.count == batch.count, "one radius per query")
    let found = Mutex([Int: [Neighbour]]())
    team.run(over: batch.count, chunk: QueryBatch.chunk) { _, range in
      let lists = collectEach(of: batch, range, radii)
      found.withLock { found in
        for (event, list) in lists { found[event] = list }
      }
    }
    return found.withLock { Self.join($0, count: batch.count) }
  }

  private func collectEach(
    of batch: QueryBatch, _ range: Range<Int>, _ radii: [Double]
  ) -> [(Int, [Neighbour])] {
    var query = QueryPoint(dimensions: dimensions), stack = SearchStack(for: tree)
    return batch.order[range].lazy.map(Int.init).map { event in
      query.load(batch.columns, event: event)
      var collection = WithinRadius(squaredRadius: radii[event] * radii[event])
      tree.search(query, leavingOut: batch.ownPoint(of: event), stack: &stack, into: &collection)
      return (event, collection.drain())
    }
  }

  private static func join(_ found: [Int: [Neighbour]], count: Int) -> NeighbourLists {
    var offsets = [0], entries: [Neighbour] = []
    for event in 0..<count {
      entries += found[event] ?? []
      offsets.append(entries.count)
    }
    return NeighbourLists(offsets: offsets, entries: entries)
  }
}
