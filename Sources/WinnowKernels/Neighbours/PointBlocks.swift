/// The points once more, in blocks of 16 tiles with coordinates relative to the block's centre c, for
/// searches by matrix product: ½|p − q|² = ½|p − c|² − (q − c)·(p − c) + ½|q − c|².
///
/// The difference of large numbers loses digits, so products only rule points out: a limit with the
/// rounding error added (`BlockQuery`) decides which points are looked at exactly. Block centres keep
/// that error small where the data lie far from the origin or in clusters.
public struct PointBlocks: Sendable {
  static let tiles = PointTree.groupSize
  /// Coordinates beyond this are left to searches by difference, so that no product overflows.
  public static let largestCoordinate: Float = 0x1p60

  let count: Int
  let dimensions: Int
  /// `[block][dimension]`.
  public let centres: [Float]
  /// The largest |p − c| of each block.
  public let radii: [Double]
  /// `[tile][2 · (1 + dimension)]`: ½|p − c|², then the coordinates of p − c.
  public let lanes: FixedArray<Lanes>

  /// - Returns: nil where a coordinate is too large for products.
  /// - Complexity: O(N d).
  public init?(_ tree: PointTree, threads: Int = 1) {
    guard tree.largestCoordinate <= Self.largestCoordinate else { return nil }
    let team = ThreadTeam(threads: threads), blocks = (tree.count + Self.size - 1) / Self.size
    count = blocks
    dimensions = tree.dimensions
    var radii: [Double] = [], centres: [Float] = []
    let stride = 2 * (tree.dimensions + 1), blank = Lanes(repeating: .infinity)
    let filled = RowWriter.filling(rows: tree.tileCount, length: stride, with: blank) { lanes in
      centres = RowWriter.filling(rows: blocks, length: tree.dimensions, with: 0) { centres in
        radii = RowWriter.filling(rows: blocks, length: 1, with: 0) { radii in
          team.run(blocks) { block in
            let part = PointBlock(block, of: tree)
            centres.write(row: block) { for j in 0..<$0.count { $0[j] = part.coordinate(j) } }
            radii.write(row: block) { $0[0] = part.radius }
            part.write(to: lanes)
          }
        }
      }
    }
    lanes = FixedArray(filled)
    self.radii = radii
    self.centres = centres
  }

  /// Blocks of a tree as they were stored. - Returns: nil where a size does not fit.
  public init?(of tree: PointTree, lanes: FixedArray<Lanes>, centres: [Float], radii: [Double]) {
    count = (tree.count + Self.size - 1) / Self.size
    dimensions = tree.dimensions
    self.lanes = lanes
    self.centres = centres
    self.radii = radii
    guard lanes.count == tree.tileCount * 2 * (dimensions + 1), radii.count == count,
      centres.count == count * dimensions, tree.tileCount > PointTree.groupSize
    else { return nil }
  }

  /// Points per block.
  fileprivate static let size = tiles * PointTree.tileSize
}

/// One block of points while it is made.
private struct PointBlock {
  private let index: Int
  private let count: Int
  private let dimensions: Int
  /// The mean of the points, padded with zeros.
  private let centre: [SIMD4<Float>]
  /// The points relative to it: `[point][width]`.
  private var relative: [SIMD4<Float>]
  /// Half of each |p − c|².
  private var halfSquares: [Float] = []
  /// The largest |p − c|.
  private(set) var radius = 0.0

  init(_ index: Int, of tree: PointTree) {
    let size = PointBlocks.size, width = tree.width
    let slots = index * size..<min(tree.count, (index + 1) * size)
    self.index = index
    count = slots.count
    dimensions = tree.dimensions
    relative = (slots.lowerBound * width..<slots.upperBound * width).map { tree.rows[$0] }
    var sums = [SIMD4<Double>](repeating: .zero, count: width)
    for place in relative.indices { sums[place % width] += SIMD4<Double>(relative[place]) }
    centre = sums.map { SIMD4<Float>($0 / Double(slots.count)) }
    for point in 0..<count {
      var squares = SIMD4<Double>.zero
      for part in 0..<width {
        let x = relative[point * width + part] - centre[part], wide = SIMD4<Double>(x)
        relative[point * width + part] = x
        squares += wide * wide
      }
      let square = squares.sum()
      halfSquares.append(Float(square / 2))
      radius = max(radius, square.squareRoot())
    }
  }

  func coordinate(_ j: Int) -> Float { centre[j / 4][j % 4] }

  func write(to lanes: RowWriter<Lanes>) {
    let size = PointTree.tileSize
    for start in stride(from: 0, to: count, by: size) {
      let slots = start..<min(count, start + size)
      lanes.write(row: index * PointBlocks.tiles + start / size) { lanes in
        for slot in slots { lanes[(slot - start) / 16][slot % 16] = halfSquares[slot] }
        for place in 2..<lanes.count { lanes[place] = .zero }
        scatter(relative.span, slots, dimensions, into: &lanes, at: 2)
      }
    }
  }
}
