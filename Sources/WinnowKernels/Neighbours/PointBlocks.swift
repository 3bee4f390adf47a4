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
    let d = tree.dimensions, size = Self.tiles * PointTree.tileSize
    let inRange = tree.rows.allSatisfy { row in
      (0..<4).allSatisfy { abs(row[$0]) <= Self.largestCoordinate }
    }
    guard inRange else { return nil }
    count = (tree.count + size - 1) / size
    dimensions = d
    var centres = [Float](repeating: 0, count: count * d)
    var radii = [Double](repeating: 0, count: count)
    let tileCount = tree.tileCount
    var lanes = [Lanes](repeating: .zero, count: tileCount * 2 * (d + 1))
    for tile in 0..<tileCount {
      lanes[tile * 2 * (d + 1)] = Lanes(repeating: .infinity)
      lanes[tile * 2 * (d + 1) + 1] = Lanes(repeating: .infinity)
    }
    for block in 0..<count {
      let slots = block * size..<min(tree.count, (block + 1) * size)
      for j in 0..<d {
        let sum = slots.reduce(0.0) { $0 + Double(tree.coordinate(j, ofSlot: $1)) }
        centres[block * d + j] = Float(sum / Double(slots.count))
      }
      for slot in slots {
        let start = slot / PointTree.tileSize * 2 * (d + 1) + slot % PointTree.tileSize / 16
        var square = 0.0
        for j in 0..<d {
          let x = tree.coordinate(j, ofSlot: slot) - centres[block * d + j]
          lanes[start + 2 * (j + 1)][slot % 16] = x
          square += Double(x) * Double(x)
        }
        lanes[start][slot % 16] = Float(square / 2)
        radii[block] = max(radii[block], square.squareRoot())
      }
    }
    self.centres = centres
    self.radii = radii
    self.lanes = lanes
  }
}

extension PointTree {
  @inline(__always)
  func coordinate(_ j: Int, ofSlot slot: Int) -> Float { rows[slot * width + j / 4][j % 4] }
}
