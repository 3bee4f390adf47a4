/// Points in tree order with boxes sixteen wide above them, for exact searches of neighbours.
///
/// Level 0 holds one box per tile of 32 points, level l + 1 one box per 16 boxes of level l, up to a
/// level of at most 16. A search tests the 16 boxes of a group at once. Any order of the points gives
/// the same results; a k-d tree's order (`treeOrder`) gives them fast.
public struct PointTree: Sendable {
  public static let tileSize = 32
  static let groupSize = 16

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

  /// - Parameters:
  ///   - columns: `[dimension][point]`, finite.
  ///   - order: a permutation of the points.
  /// - Precondition: columns as long as the order, at least one of each.
  /// - Complexity: O(N d).
  public init(_ columns: [[Float]], order: [Int32]) {
    precondition(!columns.isEmpty && !order.isEmpty, "a tree needs points and dimensions")
    precondition(columns.allSatisfy { $0.count == order.count }, "one coordinate per point")
    count = order.count
    dimensions = columns.count
    self.order = order
    tiles = Self.makeTiles(columns, order)
    rows = Self.makeRows(columns, order)
    let boxes = Self.makeLevels(columns, order)
    bounds = boxes.flatMap(\.bounds)
    firstIndex = boxes.flatMap(\.firstIndex)
    var groups = 0
    levels = boxes.map { level in
      defer { groups += level.groups }
      return (level.count, groups)
    }
  }

  private static func makeTiles(_ columns: [[Float]], _ order: [Int32]) -> [Lanes] {
    let d = columns.count, tileCount = (order.count + tileSize - 1) / tileSize
    var tiles = [Lanes](repeating: Lanes(repeating: .infinity), count: tileCount * d * 2)
    for (j, column) in columns.enumerated() {
      for (slot, point) in order.enumerated() {
        let place = (slot / tileSize * d + j) * 2 + slot % tileSize / 16
        tiles[place][slot % 16] = column[Int(point)]
      }
    }
    return tiles
  }

  private static func makeRows(_ columns: [[Float]], _ order: [Int32]) -> [SIMD4<Float>] {
    let width = (columns.count + 3) / 4
    var rows = [SIMD4<Float>](repeating: .zero, count: order.count * width)
    for (j, column) in columns.enumerated() {
      for (slot, point) in order.enumerated() {
        rows[slot * width + j / 4][j % 4] = column[Int(point)]
      }
    }
    return rows
  }

  private static func makeLevels(_ columns: [[Float]], _ order: [Int32]) -> [BoxLevel] {
    var levels = [BoxLevel(ofTiles: columns, order)]
    while levels[levels.count - 1].count > groupSize {
      levels.append(BoxLevel(above: levels[levels.count - 1], dimensions: columns.count))
    }
    return levels
  }
}
