extension PointTree {
  /// The tile that a descent to the nearest box of each group ends in; queries of one tile have much
  /// of their search in common.
  /// - Complexity: O(d log N).
  public func nearestTile(to query: QueryPoint) -> Int {
    var group = 0
    for level in levels.reversed() {
      let start = (level.firstGroup + group) * 2 * dimensions
      let distances = boxDistances(bounds.span, at: start, from: query.coordinates.span)
      let valid = min(Self.groupSize, level.boxes - group * Self.groupSize)
      var nearest = (lane: 0, distance: Float.infinity)
      for lane in 0..<valid where distances[lane] < nearest.distance {
        nearest = (lane, distances[lane])
      }
      group = group * Self.groupSize + nearest.lane
    }
    return group
  }

  /// The number of tiles.
  public var tileCount: Int { levels[0].boxes }
}
