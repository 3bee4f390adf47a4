import Foundation
import WinnowMath

/// Common bins for the distributions of one quantity.
struct Binning: Sendable {
  let edges: [Double]
  /// Where to look first: the bin at the lower end of each of many cells of equal width.
  private let cells: [Int]
  private let cellsPerUnit: Double

  var count: Int { edges.count - 1 }

  /// What bins are made from.
  struct Range {
    var minimum: Double
    var maximum: Double
    /// Quantiles near the ends: what lies far outside them goes into the flow bins.
    var low: Double
    var high: Double
    var isInteger = false
  }

  /// Equidistant bins with round edges, at most `bins` + 1.
  ///
  /// They span all values, unless that would be more than 1.5 times the distance of the quantiles; then
  /// they end a tenth of it beyond the quantiles. Whole numbers get bins of a whole width around them.
  init(_ range: Range, bins: Int) {
    let span = range.high - range.low
    let margin = span / 10
    let isWide = range.maximum - range.minimum > 1.5 * span && span > 0
    let lower = isWide ? max(range.minimum, range.low - margin) : range.minimum
    let upper = isWide ? min(range.maximum, range.high + margin) : range.maximum
    if range.isInteger {
      self.init(wholeFrom: lower.rounded(.down), to: upper.rounded(.up), bins: bins)
    } else if upper > lower {
      self.init(roundFrom: lower, to: upper, bins: bins)
    } else {
      let pad = max(0.5, abs(lower) / 1000)
      self.init(from: lower - pad, width: 2 * pad / Double(bins), bins: bins)
    }
  }

  /// Bins of any width; the edges rise, and all but the last are finite.
  init(edges: [Double]) {
    self.edges = edges
    let top = edges.last { $0.isFinite } ?? edges[0]
    let width = (top - edges[0]) / 1024
    cells = (0..<1024).map { cell in
      let lower = edges[0] + Double(cell) * width
      return max(0, partitionPoint(0..<edges.count - 1) { edges[$0] > lower } - 1)
    }
    cellsPerUnit = width > 0 ? 1 / width : 0
  }

  private init(from lower: Double, width: Double, bins: Int) {
    self.init(edges: (0...bins).map { lower + Double($0) * width }, width: width)
  }

  private init(edges: [Double], width: Double) {
    self.edges = edges
    cells = Array(0..<edges.count - 1)
    cellsPerUnit = 1 / width
  }

  private init(wholeFrom lower: Double, to upper: Double, bins: Int) {
    let values = upper - lower + 1
    let width = max(1, (values / Double(bins)).rounded(.up))
    self.init(from: lower - 0.5, width: width, bins: Int((values / width).rounded(.up)))
  }

  /// The width is the smallest of 1, 2, 2.5 and 5 times a power of ten that needs no more bins.
  private init(roundFrom lower: Double, to upper: Double, bins: Int) {
    let wanted = (upper - lower) / Double(bins)
    let power = pow(10, floor(log10(wanted)))
    // A hair less, so that a range of exactly `bins` round widths keeps them in spite of rounding.
    let factor = [1, 2, 2.5, 5, 10].first { $0 * power >= wanted * (1 - 1e-9) } ?? 10
    let width = factor * power
    let first = floor(lower / width + 1e-9)
    let last = ceil(upper / width - 1e-9)
    let edges = stride(from: first, through: max(last, first + 1), by: 1).map { $0 * width }
    guard zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }), edges.count > 1 else {
      self.init(from: lower, width: wanted, bins: bins)
      return
    }
    self.init(edges: edges, width: width)
  }

  /// 0 below the first edge, 1 … count inside, count + 1 above the last; the last edge is inside.
  func slot(of x: Double) -> Int {
    if !(x >= edges[0]) { return x.isNaN ? count + 1 : 0 }
    if x >= edges[count] { return x == edges[count] ? count : count + 1 }
    let cell = Int(min((x - edges[0]) * cellsPerUnit, Double(cells.count - 1)))
    var bin = cells[cell]
    // The product may be off by a rounding, and edges may lie inside the cell: the edges decide.
    while x < edges[bin] { bin -= 1 }
    while x >= edges[bin + 1] { bin += 1 }
    return bin + 1
  }

  /// The sums of one class by slot, from its steps. - Complexity: O(bins × log steps).
  func sums(_ steps: ResponseSteps, _ weights: CumulativeWeights) -> [WeightSum] {
    let above = steps.partition { Double(steps.response[$0]) <= edges[count] }
    let reached = edges.dropLast().map { edge in steps.passing(cut: edge) }
    let bounds = [steps.count] + reached + [above, 0]
    return zip(bounds, bounds.dropFirst()).map { weights.between($1, $0) }
  }

  /// Sums by slot as a histogram.
  func histogram(_ sums: [WeightSum]) -> Histogram {
    Histogram(
      edges: edges, contents: sums[1...count].map(\.sum),
      squares: sums[1...count].map { max(0, $0.squares) }, underflow: sums[0].sum,
      overflow: sums[count + 1].sum)
  }
}
