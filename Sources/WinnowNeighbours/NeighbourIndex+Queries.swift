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
    guard stride(from: k - 1, to: entries.count, by: k).allSatisfy({ entries[$0].index >= 0 }) else {
      throw WinnowError(.badData, "the stored index is damaged: it does not find all its points")
    }
    return NeighbourTable(k: k, entries: entries)
  }

  /// From tile to tile where the points lie in clusters or along a surface, so that few tiles are near a
  /// query; by products where that is not so and they cannot overflow.
  private func search(
    _ k: Int, _ batch: QueryBatch, _ range: Range<Int>, _ writer: RowWriter<Neighbour>
  ) {
    let events = batch.order[range].map(Int.init)
    guard let blocks, k <= BlockSearch.largestWanted else {
      searchEach(events, of: batch, writer)
      return
    }
    let rest = k <= Candidates.largestWanted ? searchNear(events, of: batch, writer) : events
    if rest.isEmpty { return }
    let queries = batch.queries(rest)
    guard queries.allSatisfy(BlockSearch.takes) else {
      searchEach(rest, of: batch, writer)
      return
    }
    var search = BlockSearch(
      queries, leavingOut: rest.map(batch.ownPoint), in: tree, blocks, wanted: k)
    search.run(into: rest.map { NearestRow(writer, row: $0) })
  }

  /// Searches from tile to tile for every 16th event, giving up beyond a 16th of the tiles; where at
  /// least half of them are found, also for the others.
  ///
  /// A tile costs up to eight times as much here as by products. Results do not depend on the way.
  /// - Returns: the events not searched for, in order.
  private func searchNear(
    _ events: [Int], of batch: QueryBatch, _ writer: RowWriter<Neighbour>
  ) -> [Int] {
    let budget = tree.tileCount / 16
    let sample = stride(from: 0, to: events.count, by: 16).map { events[$0] }
    let far = Set(searchEach(sample, of: batch, within: budget, writer)), sampled = Set(sample)
    if 2 * far.count > sample.count {
      return events.filter { far.contains($0) || !sampled.contains($0) }
    }
    let others = events.filter { !sampled.contains($0) }
    let rest = far.union(searchEach(others, of: batch, within: budget, writer))
    return events.filter(rest.contains)
  }

  /// - Parameter budget: most tiles to look at for an event.
  /// - Returns: the events that need more than that.
  @discardableResult
  private func searchEach(
    _ events: [Int], of batch: QueryBatch, within budget: Int = .max, _ writer: RowWriter<Neighbour>
  ) -> [Int] {
    var query = QueryPoint(dimensions: dimensions), room = SearchRoom(for: tree), rest: [Int] = []
    for event in events {
      query.load(batch.columns, event: event)
      var row = NearestRow(writer, row: event)
      let own = batch.ownPoint(of: event)
      if row.length > Candidates.largestWanted {
        tree.search(query, leavingOut: own, stack: &room.stack, into: &row)
      } else if !tree.searchNearest(
        to: query, leavingOut: own, from: (Int(batch.tiles[event]), budget), &room, into: &row)
      {
        rest.append(event)
      }
      row.finish()
    }
    return rest
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
