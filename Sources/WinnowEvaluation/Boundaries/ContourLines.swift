/// Lines of constant value through a regular grid, by marching squares.
///
/// On each edge between grid points on two sides of the level the crossing is interpolated linearly; the
/// crossings of a cell are joined, and the pieces linked to whole lines. Where a cell has crossings on all
/// four edges, its mean decides which pairs belong together. Values that are not finite count as below.
/// - Reference: Maple, Proc. Int. Conf. Geometric Modeling and Graphics (2003) 90.
struct ContourLines {
  private let columns: Int
  private let x: [Double]
  private let y: [Double]
  private let values: [Double]
  private let level: Double

  /// - Parameter values: `values[row × columns + column]`, row by row of rising y.
  /// - Precondition: one value per point.
  init(_ values: [Double], x: [Double], y: [Double], level: Double) {
    precondition(values.count == x.count * y.count, "one value per point")
    columns = x.count
    (self.x, self.y, self.level) = (x, y, level)
    self.values = values.map { $0.isFinite ? $0 : -Double.greatestFiniteMagnitude }
  }

  /// Open lines first, then closed ones, which end where they begin. - Complexity: O(points).
  var lines: [ContourLine] {
    var links: [Int: [Int]] = [:]
    for row in 0..<(y.count - 1) {
      for column in 0..<(columns - 1) {
        for (a, b) in pairs(row, column) {
          links[a, default: []].append(b)
          links[b, default: []].append(a)
        }
      }
    }
    var lines: [ContourLine] = []
    let ends = links.keys.filter { links[$0]?.count == 1 }.sorted()
    for start in ends + links.keys.sorted() where links[start]?.isEmpty == false {
      lines.append(ContourLine(points: trace(from: start, &links).map(crossing)))
    }
    return lines
  }

  /// Follows a line to its end, or around, and takes its pieces away.
  private func trace(from start: Int, _ links: inout [Int: [Int]]) -> [Int] {
    var path = [start], here = start
    while let next = links[here]?.first {
      links[here]?.removeFirst()
      if let back = links[next]?.firstIndex(of: here) { links[next]?.remove(at: back) }
      path.append(next)
      here = next
    }
    return path
  }

  /// The edges of a cell that the line joins. Edge 2p goes from point p to the right, 2p + 1 upwards.
  private func pairs(_ row: Int, _ column: Int) -> [(Int, Int)] {
    let corner = row * columns + column
    let edges = [2 * corner, 2 * (corner + 1) + 1, 2 * (corner + columns), 2 * corner + 1]
    let crossed = edges.filter { ends($0).map(isAbove)[0] != ends($0).map(isAbove)[1] }
    guard crossed.count == 4 else { return crossed.count == 2 ? [(crossed[0], crossed[1])] : [] }
    let corners = [corner, corner + 1, corner + columns, corner + columns + 1]
    let mean = corners.reduce(0) { $0 + values[$1] / 4 }
    return (mean >= level) == isAbove(corner)
      ? [(edges[0], edges[1]), (edges[2], edges[3])] : [(edges[0], edges[3]), (edges[1], edges[2])]
  }

  private func isAbove(_ point: Int) -> Bool { values[point] >= level }

  private func ends(_ edge: Int) -> [Int] {
    let point = edge / 2
    return [point, edge.isMultiple(of: 2) ? point + 1 : point + columns]
  }

  private func crossing(_ edge: Int) -> [Double] {
    let (a, b) = (ends(edge)[0], ends(edge)[1])
    let share = min(1, max(0, (level - values[a]) / (values[b] - values[a])))
    func between(_ axis: [Double], _ i: Int, _ j: Int) -> Double {
      axis[i] + share * (axis[j] - axis[i])
    }
    return [between(x, a % columns, b % columns), between(y, a / columns, b / columns)]
  }
}
