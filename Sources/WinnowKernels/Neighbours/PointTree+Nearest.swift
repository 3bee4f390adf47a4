extension PointTree {
  /// Offers an empty row every point that can be among the nearest, beginning at a tile near the
  /// query, so that the bound is tight before any other box is looked at.
  ///
  /// Float distances alone steer the search. If wanted points lie within the Float distance t, the
  /// exact k-th distance is at most `reach(of: t)`, and points within that have Float distances of at
  /// most `reach(of:)` again.
  /// - Parameters:
  ///   - own: a point to leave out; negative for none.
  ///   - home: any tile, one near the query makes the search fast; and most tiles and groups of boxes
  ///     to look at.
  /// - Returns: false where that was not enough; the row stays empty.
  /// - Precondition: the row is no longer than `Candidates.largestWanted`.
  /// - Complexity: as `search`.
  public func searchNearest(
    to query: QueryPoint, leavingOut own: Int32, from home: (tile: Int, budget: Int),
    _ room: inout SearchRoom, into row: inout NearestRow
  ) -> Bool {
    room.candidates.reset(wanted: own < 0 ? row.length : row.length + 1)
    switch collect(query, from: home, &room.candidates, &room.stack) {
    case .complete: break
    case .overBudget: return false
    case .overfull:
      // More points equally far than candidates find room: one by one, ordered by index.
      search(query, leavingOut: own, stack: &room.stack, into: &row)
      return true
    }
    let rows = rows.span, order = order.span, wide = query.wide.span
    for place in 0..<room.candidates.count {
      let slot = room.candidates.slot(place), point = unsafe order[unchecked: slot]
      if point == own { continue }
      let exact = squaredDistance(rows, slot: slot, from: wide)
      row.offer(Neighbour(squaredDistance: exact, index: point))
    }
    return true
  }

  /// How the collection of candidates can end.
  private enum Collection {
    case complete, overBudget
    /// More candidates than find room.
    case overfull
  }

  /// The tiles that a search from a tile begins with: an aligned range of a power of two.
  private func firstTiles(around home: Int, wanted: Int) -> Range<Int> {
    var size = 1
    while size * Self.tileSize < wanted + wanted / 2 { size *= 2 }
    let start = home & ~(size - 1)
    return start..<min(tileCount, start + size)
  }

  private func collect(
    _ query: QueryPoint, from home: (tile: Int, budget: Int), _ candidates: inout Candidates,
    _ stack: inout SearchStack
  ) -> Collection {
    let coordinates = query.coordinates.span, tiles = tiles.span
    let first = firstTiles(around: home.tile, wanted: candidates.wanted)
    var budget = home.budget &- first.count
    var room = stack.entries.mutableSpan
    var reach = Float.infinity
    for tile in first where !candidates.isFull {
      scan(tile, of: tiles, coordinates, &reach, &candidates)
    }
    var top = expand(level: levels.count - 1, 0, coordinates, reach, above: 0, in: &room)
    while top > 0 {
      top &-= 1
      let entry = SearchEntry(packed: unsafe room[unchecked: top])
      if entry.distance > reach { continue }
      budget &-= 1
      if budget < 0 { return .overBudget }
      if entry.level > 0 {
        top = expand(
          level: entry.level &- 1, entry.box, coordinates, reach, above: top, in: &room)
      } else if !first.contains(entry.box) {
        if candidates.isFull { return .overfull }
        scan(entry.box, of: tiles, coordinates, &reach, &candidates)
      }
    }
    candidates.keep(within: reach)
    return candidates.isFull ? .overfull : .complete
  }

  @inline(__always)
  private func scan(
    _ tile: Int, of tiles: Span<Lanes>, _ query: Span<Float>, _ reach: inout Float,
    _ candidates: inout Candidates
  ) {
    let near = tileDistances(tiles, at: tile &* 2 &* dimensions, from: query)
    let limit = Lanes(repeating: reach)
    var hits = laneBits(near.first .<= limit, near.second .<= limit)
    if hits == 0 { return }
    let start = tile &* Self.tileSize
    if count &- start < Self.tileSize { hits &= (1 &<< UInt32(count &- start)) &- 1 }
    candidates.append(hits, of: near, from: start)
    if candidates.isDue { reach = tighten(&candidates, from: reach) }
  }

  private func tighten(_ candidates: inout Candidates, from reach: Float) -> Float {
    let bound = Double(candidates.tightened(from: reach))
    let tight = min(reach, self.reach(of: Double(self.reach(of: bound))))
    candidates.keep(within: tight)
    return tight
  }
}
