extension PointTree {
  /// Offers the row every point that can be among the nearest.
  ///
  /// - Parameter own: a point to leave out; negative for none.
  /// - Complexity: O(log N + k) tiles in low dimension, O(N) in the worst case.
  public func search(
    _ query: QueryPoint, leavingOut own: Int32, stack: inout SearchStack, into row: inout NearestRow
  ) {
    descend(query, own, &stack, &row)
  }

  /// Collects every point within a radius.
  public func search(
    _ query: QueryPoint, leavingOut own: Int32, stack: inout SearchStack,
    into collection: inout WithinRadius
  ) {
    descend(query, own, &stack, &collection)
  }

  /// Depth first, the nearest box of a group first. Float distances decide what to look at, with
  /// their error added to the limit; the sink sees Double distances alone.
  @inline(__always)
  private func descend<Sink: NeighbourSink>(
    _ query: QueryPoint, _ own: Int32, _ stack: inout SearchStack, _ sink: inout Sink
  ) {
    let coordinates = query.coordinates.span, wide = query.wide.span
    let tiles = tiles.span, rows = rows.span, order = order.span
    var room = stack.entries.mutableSpan
    var reach = reach(of: sink.limit)
    var top = expand(level: levels.count - 1, 0, coordinates, reach, above: 0, in: &room)
    while top > 0 {
      top &-= 1
      let entry = SearchEntry(packed: unsafe room[unchecked: top])
      if entry.distance > reach { continue }
      if sink.limit == 0, sink.isClosed(toIndicesFrom: firstIndex(of: entry)) { continue }
      if entry.level > 0 {
        top = expand(
          level: entry.level &- 1, entry.box, coordinates, reach, above: top, in: &room)
        continue
      }
      let near = tileDistances(tiles, at: entry.box &* 2 &* dimensions, from: coordinates)
      let limit = Lanes(repeating: reach)
      let hits = (near.first .<= limit, near.second .<= limit)
      if !any(hits.0 .| hits.1) { continue }
      for place in SetBits(laneBits(hits.0, hits.1)) {
        let distance = place < 16 ? near.first[place] : near.second[place &- 16]
        let slot = entry.box &* Self.tileSize &+ place
        if distance > reach || slot >= count { continue }
        let point = unsafe order[unchecked: slot]
        if point == own { continue }
        let exact = squaredDistance(rows, slot: slot, from: wide)
        sink.offer(Neighbour(squaredDistance: exact, index: point))
        reach = self.reach(of: sink.limit)
      }
    }
  }

  /// Puts the boxes of a group that are within reach on the stack, the nearest on top.
  ///
  /// - Returns: the new height of the stack.
  @inline(__always)
  func expand(
    level: Int, _ group: Int, _ query: Span<Float>, _ reach: Float, above mark: Int,
    in stack: inout MutableSpan<UInt64>
  ) -> Int {
    let boxes = levels[level]
    let distances = boxDistances(
      bounds.span, at: (boxes.firstGroup &+ group) &* 2 &* dimensions, from: query)
    let first = group &* Self.groupSize
    var top = mark
    for lane in SetBits(laneBits(distances .<= Lanes(repeating: reach))) {
      if first &+ lane >= boxes.boxes { break }
      let entry = SearchEntry(distance: distances[lane], level: level, box: first &+ lane)
      var place = top
      while place > mark, (unsafe stack[unchecked: place &- 1]) < entry.packed {
        unsafe stack[unchecked: place] = stack[unchecked: place &- 1]
        place &-= 1
      }
      stack[place] = entry.packed
      top &+= 1
    }
    return top
  }

  /// A Float bound such that every point with an exact squared distance of at most `limit` has a
  /// Float distance within it. Twice the error bound of `tileDistances`.
  @inline(__always)
  func reach(of limit: Double) -> Float {
    let relative = 1 + Double(dimensions &+ 8) * 0x1p-23, absolute = Double(dimensions) * 0x1p-125
    return Float(limit * relative + absolute).nextUp
  }

  private func firstIndex(of entry: SearchEntry) -> Int32 {
    firstIndex[levels[entry.level].firstGroup * Self.groupSize + entry.box]
  }
}
