/// The points once more, in blocks of 16 tiles with coordinates relative to the block's centre c, for
/// searches by matrix product: ½|p − q|² = ½|p − c|² − (q − c)·(p − c) + ½|q − c|².
///
/// The difference of large numbers loses digits, so products only rule points out: a limit with the
/// rounding error added (`BlockQuery`) decides which points are looked at exactly. Block centres keep
/// that error small where the data lie far from the origin or in clusters.
public struct PointBlocks: Sendable {
  static let tiles = PointTree.groupSize
  /// Coordinates beyond this are left to searches by difference, so that no product overflows.
  static let largestCoordinate: Float = 0x1p60

  let count: Int
  let dimensions: Int
  /// `[block][dimension]`.
  let centres: [Float]
  /// The largest |p − c| of each block.
  let radii: [Double]
  /// `[tile][2 · (1 + dimension)]`: ½|p − c|², then the coordinates of p − c.
  let lanes: [Lanes]

  /// Lanes per tile.
  var stride: Int { 2 * (dimensions + 1) }

  /// - Returns: nil where a coordinate is too large for products.
  /// - Complexity: O(N d).
  public init?(_ tree: PointTree) {
    let inRange = tree.rows.allSatisfy { row in
      (0..<4).allSatisfy { abs(row[$0]) <= Self.largestCoordinate }
    }
    guard inRange else { return nil }
    count = (tree.count + Self.size - 1) / Self.size
    dimensions = tree.dimensions
    centres = (0..<count).flatMap { Self.centre(of: $0, in: tree) }
    (lanes, radii) = Self.relative(to: centres, in: tree)
  }

  /// Points per block.
  private static let size = tiles * PointTree.tileSize

  private static func slots(of block: Int, in tree: PointTree) -> Range<Int> {
    block * size..<min(tree.count, (block + 1) * size)
  }

  /// The mean of a block's points.
  private static func centre(of block: Int, in tree: PointTree) -> [Float] {
    let slots = slots(of: block, in: tree)
    return (0..<tree.dimensions).map { j in
      let sum = slots.reduce(0.0) { $0 + Double(tree.coordinate(j, ofSlot: $1)) }
      return Float(sum / Double(slots.count))
    }
  }

  /// The lanes of all tiles, and the radii of the blocks.
  private static func relative(
    to centres: [Float], in tree: PointTree
  ) -> (lanes: [Lanes], radii: [Double]) {
    let d = tree.dimensions, stride = 2 * (d + 1)
    var lanes = (0..<tree.tileCount * stride).map { place in
      Lanes(repeating: place % stride < 2 ? .infinity : 0)
    }
    var radii = [Double](repeating: 0, count: centres.count / d)
    for slot in 0..<tree.count {
      let block = slot / size, lane = slot % 16
      let start = slot / PointTree.tileSize * stride + slot % PointTree.tileSize / 16
      var square = 0.0
      for j in 0..<d {
        let x = tree.coordinate(j, ofSlot: slot) - centres[block * d + j]
        lanes[start + 2 * (j + 1)][lane] = x
        square += Double(x) * Double(x)
      }
      lanes[start][lane] = Float(square / 2)
      radii[block] = max(radii[block], square.squareRoot())
    }
    return (lanes, radii)
  }
}

extension PointTree {
  @inline(__always)
  func coordinate(_ j: Int, ofSlot slot: Int) -> Float { rows[slot * width + j / 4][j % 4] }
}
