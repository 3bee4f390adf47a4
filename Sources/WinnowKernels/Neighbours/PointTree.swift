/// Points in tree order with boxes sixteen wide above them, for exact searches of neighbours.
///
/// Level 0 holds one box per tile of 32 points, level l + 1 one box per 16 boxes of level l, up to a
/// level of at most 16. A search tests the 16 boxes of a group at once. Any order of the points gives
/// the same results; a k-d tree's order (`treeOrder`) gives them fast.
public struct PointTree: Sendable {
  public static let tileSize = 32
  static let groupSize = 16
  private static let tilesPerTask = 64

  public let count: Int
  public let dimensions: Int
  /// `order[slot]` = point.
  public let order: [Int32]
  /// Where a point stands in that order: `slots[point]` = slot.
  let slots: [Int32]
  /// `[tile][dimension][2]`; slots beyond the last point are infinitely far away.
  public let tiles: FixedArray<Lanes>
  /// `[slot][width]`, padded with zeros.
  public let rows: FixedArray<SIMD4<Float>>
  /// The boxes of all levels, one after the other: `[group of 16][dimension][lower, upper]`.
  public let bounds: FixedArray<Lanes>
  /// The smallest point index in each box, 16 to a group.
  public let firstIndex: [Int32]
  /// How many boxes a level has, and its first group among those of all levels.
  let levels: [(boxes: Int, firstGroup: Int)]

  var width: Int { (dimensions + 3) / 4 }

  /// The points in the order of a k-d tree.
  ///
  /// - Parameter columns: `[dimension][point]`, finite.
  /// - Precondition: columns of one length, at least one of each.
  /// - Complexity: O(N (log N + d)).
  public init(_ columns: [[Float]], threads: Int = 1) {
    let team = ThreadTeam(threads: threads)
    let points = PointRows(columns, team)
    let order = treeOrder(columns, points, tileSize: Self.tileSize, team)
    self.init(points, order: order, team)
  }

  /// The points in a given order, a permutation of them. - Complexity: O(N d).
  public init(_ columns: [[Float]], order: [Int32], threads: Int = 1) {
    let team = ThreadTeam(threads: threads)
    self.init(PointRows(columns, team), order: order, team)
  }

  private init(_ points: PointRows, order: [Int32], _ team: ThreadTeam) {
    precondition(points.count == order.count && points.count > 0, "an order of the points")
    count = points.count
    dimensions = points.dimensions
    self.order = order
    slots = inverse(of: order) ?? []
    precondition(slots.count == count, "an order names each point once")
    let sorted = points.permuted(by: order, team)
    rows = FixedArray(sorted.values)
    tiles = FixedArray(Self.makeTiles(sorted, team))
    let boxes = Self.makeBoxes(sorted, order)
    bounds = FixedArray(boxes.flatMap(\.bounds))
    firstIndex = boxes.flatMap(\.firstIndex)
    levels = Self.levels(above: boxes[0].count)
  }

  /// A tree as it was stored: the parts of one that was made, with nothing worked out anew.
  ///
  /// Searches stay within memory whatever the numbers are; with others than those of a tree they find
  /// other points, or too few.
  /// - Returns: nil where a size does not fit, or the order does not name each point once.
  /// - Complexity: O(N), and no copy of the points.
  public init?(
    dimensions: Int, order: [Int32], rows: FixedArray<SIMD4<Float>>, tiles: FixedArray<Lanes>,
    boxes: (bounds: FixedArray<Lanes>, firstIndex: [Int32])
  ) {
    guard dimensions > 0, !order.isEmpty, let slots = inverse(of: order) else { return nil }
    self.dimensions = dimensions
    self.order = order
    self.slots = slots
    self.rows = rows
    self.tiles = tiles
    count = order.count
    (bounds, firstIndex) = boxes
    levels = Self.levels(above: (order.count + Self.tileSize - 1) / Self.tileSize)
    let top = levels[levels.count - 1], groups = top.firstGroup + Self.groups(of: top.boxes)
    guard rows.count == count * width, tiles.count == levels[0].boxes * dimensions * 2,
      bounds.count == groups * dimensions * 2, firstIndex.count == groups * Self.groupSize
    else { return nil }
  }

  /// One coordinate of a point.
  public func coordinate(_ j: Int, of point: Int) -> Float {
    rows[Int(slots[point]) * width + j / 4][j % 4]
  }

  private static func groups(of boxes: Int) -> Int { (boxes + groupSize - 1) / groupSize }

  private static func levels(above tiles: Int) -> [(boxes: Int, firstGroup: Int)] {
    var levels = [(boxes: tiles, firstGroup: 0)]
    while let last = levels.last, last.boxes > groupSize {
      let groups = groups(of: last.boxes)
      levels.append((groups, last.firstGroup + groups))
    }
    return levels
  }

  private static func makeTiles(_ points: PointRows, _ team: ThreadTeam) -> [Lanes] {
    let tileCount = (points.count + tileSize - 1) / tileSize, length = 2 * points.dimensions
    return RowWriter.filling(
      rows: tileCount, length: length, with: Lanes(repeating: .infinity)
    ) { writer in
      team.run(over: tileCount, chunk: tilesPerTask) { _, tiles in
        for tile in tiles {
          let slots = tile * tileSize..<min(points.count, (tile + 1) * tileSize)
          writer.write(row: tile) { scatter(points.values.span, slots, points.dimensions, into: &$0, at: 0) }
        }
      }
    }
  }

  private static func makeBoxes(_ points: PointRows, _ order: [Int32]) -> [BoxLevel] {
    var levels = [BoxLevel(ofTiles: points, order)]
    while levels[levels.count - 1].count > groupSize {
      levels.append(BoxLevel(above: levels[levels.count - 1], dimensions: points.dimensions))
    }
    return levels
  }
}

/// Where each point stands in an order. - Returns: nil where this does not name each once.
private func inverse(of order: [Int32]) -> [Int32]? {
  var slots = [Int32](repeating: -1, count: order.count)
  for (slot, point) in order.enumerated() {
    guard point >= 0, Int(point) < slots.count, slots[Int(point)] < 0 else { return nil }
    slots[Int(point)] = Int32(slot)
  }
  return slots
}

/// Coordinates of up to 32 points, from rows of whole vectors, as lanes: `[dimension][2]` from `first`.
func scatter(
  _ rows: Span<SIMD4<Float>>, _ slots: Range<Int>, _ dimensions: Int,
  into lanes: inout MutableSpan<Lanes>, at first: Int
) {
  let width = (dimensions + 3) / 4
  precondition(first >= 0 && lanes.count >= first + 2 * dimensions, "room for the lanes")
  precondition(slots.count <= PointTree.tileSize, "the points of one tile")
  precondition(slots.lowerBound >= 0 && slots.upperBound * width <= rows.count, "slots out of range")
  lanes.withUnsafeMutableBytes { bytes in
    for part in 0..<width {
      for lane in 0..<min(4, dimensions - 4 * part) {
        let start = first * 16 + (4 * part + lane) * PointTree.tileSize
        for place in 0..<slots.count {
          let row = (slots.lowerBound &+ place) &* width &+ part
          unsafe bytes.storeBytes(
            of: rows[unchecked: row][lane], toByteOffset: (start &+ place) &* 4, as: Float.self)
        }
      }
    }
  }
}
