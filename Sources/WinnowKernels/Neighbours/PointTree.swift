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
  /// `[tile][dimension][2]`; slots beyond the last point are infinitely far away.
  let tiles: [Lanes]
  /// `[slot][width]`, padded with zeros.
  let rows: [SIMD4<Float>]
  /// The boxes of all levels, one after the other: `[group of 16][dimension][lower, upper]`.
  let bounds: [Lanes]
  /// The smallest point index in each box, 16 to a group.
  let firstIndex: [Int32]
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
    let sorted = points.permuted(by: order, team)
    rows = sorted.values
    tiles = Self.makeTiles(sorted, team)
    let boxes = Self.makeLevels(sorted, order)
    bounds = boxes.flatMap(\.bounds)
    firstIndex = boxes.flatMap(\.firstIndex)
    var groups = 0
    levels = boxes.map { level in
      defer { groups += level.groups }
      return (level.count, groups)
    }
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

  private static func makeLevels(_ points: PointRows, _ order: [Int32]) -> [BoxLevel] {
    var levels = [BoxLevel(ofTiles: points, order)]
    while levels[levels.count - 1].count > groupSize {
      levels.append(BoxLevel(above: levels[levels.count - 1], dimensions: points.dimensions))
    }
    return levels
  }
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
