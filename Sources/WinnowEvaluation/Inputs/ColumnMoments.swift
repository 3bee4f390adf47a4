/// Mean, width and range of one column over some rows. Missing values (NaN) are counted and left out.
struct ColumnMoments {
  let missing: Int
  let mean: Measured
  /// Σ w (x − mean)²/Σw; undefined (NaN) without values or for Σw ≤ 0.
  let variance: Double
  /// ±∞ without values.
  let minimum: Double
  let maximum: Double
  /// Whether all values are whole numbers.
  let isInteger: Bool

  /// The error of the mean is √(c Σ w²(x − mean)²)/Σw with c = n_eff/(n_eff − 1).
  /// - Complexity: O(rows), two passes.
  init(_ column: [Float], rows: [Int], weights: [Double]) {
    var total = WeightSum()
    var missing = 0, isInteger = true
    var shift = 0.0, minimum = Float.infinity, maximum = -Float.infinity
    let origin = rows.lazy.map { column[$0] }.first { $0.isFinite }.map(Double.init) ?? 0
    for row in rows {
      let x = column[row]
      guard x.isFinite else {
        missing += 1
        continue
      }
      total.add(weights[row])
      shift += weights[row] * (Double(x) - origin)
      minimum = min(minimum, x)
      maximum = max(maximum, x)
      isInteger = isInteger && x == x.rounded()
    }
    self.missing = missing
    self.minimum = Double(minimum)
    self.maximum = Double(maximum)
    self.isInteger = isInteger
    let mean = total.sum > 0 ? origin + shift / total.sum : .nan
    let sums = Self.sums(around: mean, column, rows, weights)
    variance = sums.spread / total.sum
    self.mean = Measured(
      mean, (sums.influence * total.sampleCorrection).squareRoot() / total.sum)
  }

  /// Σ w d² and Σ w² d² of the distances d from a mean.
  private static func sums(
    around mean: Double, _ column: [Float], _ rows: [Int], _ weights: [Double]
  ) -> (spread: Double, influence: Double) {
    var spread = 0.0, influence = 0.0
    for row in rows where column[row].isFinite {
      let distance = Double(column[row]) - mean
      let weighted = weights[row] * distance
      spread += weighted * distance
      influence += weighted * weighted
    }
    return (spread, influence)
  }

  /// √variance; 0 where it is undefined or negative weights make it negative.
  var rms: Double { variance > 0 ? variance.squareRoot() : 0 }
}
