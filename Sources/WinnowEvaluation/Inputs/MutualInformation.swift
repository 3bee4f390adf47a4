import Foundation
import WinnowCore

/// How much two variables tell of each other, of any form: 0 for independent ones, where a correlation of
/// 0 need not mean that.
///
/// I = Σ p_ij ln(p_ij/(p_i p_j)) in nats over bins of equal event numbers in either variable, less the mean
/// (a − 1)(b − 1)/(2 n_eff) that fluctuations of a × b bins add (Miller and Madow). The error is
/// √((Σ p_ij ln² − I²)/n_eff), and at least √((a − 1)(b − 1)/2)/n_eff, what remains for independent
/// variables. Bins hide dependence finer than they are: the figure is a lower bound. Bins whose weights add
/// up to less than zero count as empty.
public enum MutualInformation {
  /// Of two variables, in nats; may be a little below 0. Missing values are left out.
  /// - Returns: undefined where no events are left, or Σw is not positive.
  /// - Complexity: O(n log n).
  public static func between(
    _ x: [Float], _ y: [Float], weights: [Double], bins: Int = 12
  ) -> Measured {
    precondition(x.count == y.count && x.count == weights.count && bins >= 2, "equal lengths")
    let rows = x.indices.filter { x[$0].isFinite && y[$0].isFinite && weights[$0] != 0 }
    let a = EqualCells(rows.map { x[$0] }, bins), b = EqualCells(rows.map { y[$0] }, bins)
    return between(a, b, weights: rows.map { weights[$0] })
  }

  static func between(_ a: EqualCells, _ b: EqualCells, weights: [Double]) -> Measured {
    var sums = [Double](repeating: 0, count: a.count * b.count)
    var total = WeightSum()
    for row in weights.indices {
      sums[a.cells[row] * b.count + b.cells[row]] += weights[row]
      total.add(weights[row])
    }
    guard total.sum > 0 else { return .undefined }
    return information(JointTable(sums, columns: b.count), effective: total.effective)
  }

  private static func information(_ table: JointTable, effective n: Double) -> Measured {
    var mean = 0.0, squares = 0.0
    table.forEachFilled { p, independent in
      let term = log(p / independent)
      mean += p * term
      squares += p * term * term
    }
    let freedom = Double((table.filledRows - 1) * (table.filledColumns - 1))
    let variance = max(0, squares - mean * mean) / n + freedom / (2 * n * n)
    return Measured(mean - freedom / (2 * n), variance.squareRoot())
  }

  /// The matrix over all variables of the events of one class, from at most about 20 000 events; the
  /// diagonal is the information of a variable about itself, ln(bins) for a continuous one.
  /// - Complexity: O(limit × variables²).
  static func matrix(
    _ sample: Sample, rows: [Int], bins: Int = 12, limit: Int = 20_000
  ) -> [[Measured]] {
    let step = max(1, (rows.count + limit - 1) / limit)
    let drawn = stride(from: 0, to: rows.count, by: step).map { rows[$0] }
      .filter { row in sample.columns.allSatisfy { $0[row].isFinite } }
    let cells = sample.columns.map { column in EqualCells(drawn.map { column[$0] }, bins) }
    let weights = drawn.map { sample.weights[$0] }
    var matrix = cells.map { _ in cells.map { _ in Measured.undefined } }
    for i in cells.indices {
      for j in 0...i {
        matrix[i][j] = between(cells[i], cells[j], weights: weights)
        matrix[j][i] = matrix[i][j]
      }
    }
    return matrix
  }
}

/// The cell of each value, of about equal event numbers; equal values share a cell.
struct EqualCells {
  let cells: [Int]
  let count: Int

  init(_ values: [Float], _ bins: Int) {
    let sorted = values.sorted()
    var edges: [Float] = []
    for bin in 1..<bins where !sorted.isEmpty {
      let edge = sorted[bin * sorted.count / bins]
      if edge > (edges.last ?? sorted[0]) { edges.append(edge) }
    }
    cells = values.map { value in
      partitionPoint(0..<edges.count) { edges[$0] > value }
    }
    count = edges.count + 1
  }
}

/// Shares of a two-dimensional table, none negative.
private struct JointTable {
  private let shares: [Double]
  private let rows: [Double]
  private let columns: [Double]

  init(_ sums: [Double], columns count: Int) {
    let positive = sums.map { max(0, $0) }
    let total = positive.reduce(0, +)
    let shares = positive.map { $0 / total }
    var rows = [Double](repeating: 0, count: sums.count / count)
    var columns = [Double](repeating: 0, count: count)
    for k in shares.indices {
      rows[k / count] += shares[k]
      columns[k % count] += shares[k]
    }
    self.shares = shares
    self.rows = rows
    self.columns = columns
  }

  var filledRows: Int { rows.count { $0 > 0 } }
  var filledColumns: Int { columns.count { $0 > 0 } }

  func forEachFilled(_ body: (_ share: Double, _ independent: Double) -> Void) {
    for k in shares.indices where shares[k] > 0 {
      body(shares[k], rows[k / columns.count] * columns[k % columns.count])
    }
  }
}
