/// The boxes of one level of a tree.
struct BoxLevel: Sendable {
  let count: Int
  /// `[group of 16][dimension][lower, upper]`.
  private(set) var bounds: [Lanes]
  /// The smallest point index in each box.
  private(set) var firstIndex: [Int32]

  private init(count: Int, dimensions d: Int) {
    self.count = count
    let groups = (count + PointTree.groupSize - 1) / PointTree.groupSize
    bounds = (0..<groups * d * 2).map { Lanes(repeating: $0 % 2 == 0 ? .infinity : -.infinity) }
    firstIndex = [Int32](repeating: .max, count: groups * PointTree.groupSize)
  }

  /// The boxes of tiles of points in tree order.
  init(ofTiles points: PointRows, _ order: [Int32]) {
    let size = PointTree.tileSize, d = points.dimensions
    self.init(count: (points.count + size - 1) / size, dimensions: d)
    for box in 0..<count {
      let slots = box * size..<min(points.count, (box + 1) * size)
      for part in 0..<points.width {
        let (lower, upper) = points.extent(part: part, of: slots)
        for lane in 0..<min(4, d - 4 * part) {
          widen(box: box, 4 * part + lane, d, by: lower[lane]...upper[lane])
        }
      }
      for slot in slots { firstIndex[box] = min(firstIndex[box], order[slot]) }
    }
  }

  /// The boxes of groups of boxes.
  init(above level: BoxLevel, dimensions d: Int) {
    let size = PointTree.groupSize
    self.init(count: (level.count + size - 1) / size, dimensions: d)
    for child in 0..<level.count {
      for j in 0..<d {
        let place = (child / size * d + j) * 2
        let lower = level.bounds[place][child % size], upper = level.bounds[place + 1][child % size]
        widen(box: child / size, j, d, by: lower...upper)
      }
      firstIndex[child / size] = min(firstIndex[child / size], level.firstIndex[child])
    }
  }

  private mutating func widen(box: Int, _ j: Int, _ d: Int, by range: ClosedRange<Float>) {
    let place = (box / PointTree.groupSize * d + j) * 2, lane = box % PointTree.groupSize
    bounds[place][lane] = min(bounds[place][lane], range.lowerBound)
    bounds[place + 1][lane] = max(bounds[place + 1][lane], range.upperBound)
  }
}
