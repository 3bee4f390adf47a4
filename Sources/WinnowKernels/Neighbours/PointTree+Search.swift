extension PointTree {
  /// Offers the heap every point that can be among the nearest.
  ///
  /// - Parameter own: a point to leave out; negative for none.
  /// - Complexity: O(log N + k) tiles in low dimension, O(N) in the worst case.
  public func search(
    _ query: QueryPoint, leavingOut own: Int32, stack: inout SearchStack,
    into heap: inout NearestHeap
  ) {
    descend(query, own, &stack, &heap)
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
    var reach = reach(of: sink.limit)
    push(level: levels.count - 1, group: 0, query, reach, &stack)
    while let entry = stack.pop() {
      if entry.distance > reach { continue }
      let place = levels[entry.level].firstGroup * Self.groupSize + entry.box
      if sink.isClosed(toIndicesFrom: firstIndex[place]) { continue }
      if entry.level > 0 {
        push(level: entry.level - 1, group: entry.box, query, reach, &stack)
      } else {
        scan(tile: entry.box, query, own, &sink, &reach)
      }
    }
  }

  /// A Float bound such that every point with an exact squared distance of at most `limit` has a
  /// Float distance within it. Twice the error bound of `tileDistances`.
  @inline(__always)
  func reach(of limit: Double) -> Float {
    let relative = 1 + Double(dimensions + 8) * 0x1p-23, absolute = Double(dimensions) * 0x1p-125
    return Float(limit * relative + absolute).nextUp
  }

  /// Puts the boxes of a group that are within reach on the stack, the nearest on top.
  @inline(__always)
  private func push(
    level: Int, group: Int, _ query: QueryPoint, _ reach: Float, _ stack: inout SearchStack
  ) {
    let start = (levels[level].firstGroup + group) * 2 * dimensions
    let distances = boxDistances(bounds.span, at: start, from: query.coordinates.span)
    let valid = levels[level].boxes - group * Self.groupSize, mark = stack.mark
    forEachLane(of: distances .<= Lanes(repeating: reach)) { lane in
      if lane >= valid { return }
      let box = group * Self.groupSize + lane
      stack.insert(SearchEntry(distance: distances[lane], level: level, box: box), above: mark)
    }
  }

  @inline(__always)
  private func scan<Sink: NeighbourSink>(
    tile: Int, _ query: QueryPoint, _ own: Int32, _ sink: inout Sink, _ reach: inout Float
  ) {
    let (first, second) = tileDistances(
      tiles.span, at: tile * 2 * dimensions, from: query.coordinates.span)
    let limit = Lanes(repeating: reach)
    let near = (first .<= limit, second .<= limit)
    if !any(near.0 .| near.1) { return }
    for half in 0..<2 {
      let distances = half == 0 ? first : second
      forEachLane(of: half == 0 ? near.0 : near.1) { lane in
        let slot = tile * Self.tileSize + half * 16 + lane
        if distances[lane] > reach || slot >= count || order[slot] == own { return }
        let exact = query.squaredDistance(toSlot: slot, of: self)
        sink.offer(Neighbour(squaredDistance: exact, index: order[slot]))
        reach = self.reach(of: sink.limit)
      }
    }
  }
}
