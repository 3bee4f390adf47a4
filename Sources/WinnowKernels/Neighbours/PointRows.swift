/// Points one after the other, each as whole vectors of four coordinates, padded with zeros.
public struct PointRows: Sendable {
  private static let chunk = 4096

  public let count: Int
  public let dimensions: Int
  /// `[point][width]`.
  let values: [SIMD4<Float>]

  /// Vectors per point.
  var width: Int { (dimensions + 3) / 4 }

  /// - Parameter columns: `[dimension][point]`.
  /// - Precondition: at least one column, all of one length.
  /// - Complexity: O(N d).
  public init(_ columns: [[Float]], _ team: ThreadTeam) {
    precondition(!columns.isEmpty, "points need a dimension")
    let points = columns[0].count, width = (columns.count + 3) / 4
    precondition(columns.allSatisfy { $0.count == points }, "one coordinate per point")
    count = points
    dimensions = columns.count
    let padded = columns + Array(
      repeating: [Float](repeating: 0, count: points), count: 4 * width - columns.count)
    values = RowWriter.filling(rows: points, length: width, with: .zero) { writer in
      team.run(over: points, chunk: Self.chunk) { _, range in
        writer.write(rows: range) { Self.join(padded, range, width, into: &$0) }
      }
    }
  }

  private init(_ values: [SIMD4<Float>], like other: PointRows) {
    count = other.count
    dimensions = other.dimensions
    self.values = values
  }

  /// The points in another order: point `order[i]` at place i.
  func permuted(by order: [Int32], _ team: ThreadTeam) -> PointRows {
    let width = width, source = values
    let moved = RowWriter<SIMD4<Float>>.filling(rows: count, length: width, with: .zero) { writer in
      team.run(over: count, chunk: Self.chunk) { _, range in
        writer.write(rows: range) { rows in
          for (place, slot) in range.enumerated() {
            let start = Int(order[slot]) * width
            for part in 0..<width { rows[place * width + part] = source[start + part] }
          }
        }
      }
    }
    return PointRows(moved, like: self)
  }

  /// The smallest and largest coordinates, dimension by dimension from 4 · `part` on, of some points.
  @inline(__always)
  func extent(part: Int, of points: some Sequence<Int>) -> (lower: SIMD4<Float>, upper: SIMD4<Float>) {
    var lower = SIMD4(repeating: Float.infinity), upper = -lower
    let rows = values.span, width = width
    for point in points {
      let x = rows[point &* width &+ part]
      lower.replace(with: x, where: x .< lower)
      upper.replace(with: x, where: x .> upper)
    }
    return (lower, upper)
  }

  private static func join(
    _ columns: [[Float]], _ range: Range<Int>, _ width: Int,
    into rows: inout MutableSpan<SIMD4<Float>>
  ) {
    for part in 0..<width {
      let a = columns[4 * part], b = columns[4 * part + 1]
      let c = columns[4 * part + 2], d = columns[4 * part + 3]
      for (place, point) in range.enumerated() {
        rows[place * width + part] = SIMD4(a[point], b[point], c[point], d[point])
      }
    }
  }
}
