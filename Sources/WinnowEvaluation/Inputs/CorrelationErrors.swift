import WinnowCore

extension CorrelationMatrix {
  /// Errors of the coefficients, by the influence function.
  ///
  /// With z the variables in units of their width around their mean, an event moves ρ_ij by
  /// w(z_i z_j − ρ_ij (z_i² + z_j²)/2)/W; var = c Σ of its square, c = n_eff/(n_eff − 1). For Gaussians that
  /// is (1 − ρ²)²/n. From at most about 20 000 events, scaled to n_eff of all.
  /// - Complexity: O(limit × variables²).
  static func errors(
    _ sample: Sample, rows: [Int], values: [[Double]], limit: Int = 20_000
  ) -> [[Double]] {
    var all = WeightSum()
    for row in rows { all.add(sample.weights[row]) }
    let step = max(1, (rows.count + limit - 1) / limit)
    let drawn = stride(from: 0, to: rows.count, by: step).map { rows[$0] }
      .filter { row in sample.columns.allSatisfy { $0[row].isFinite } }
    var part = WeightSum()
    for row in drawn { part.add(sample.weights[row]) }
    guard part.sum > 0 else { return values.map { $0.map { _ in 0 } } }
    let columns = sample.columns.map { StandardColumn($0, drawn, sample.weights).values }
    let weights = drawn.map { sample.weights[$0] }
    let scale = (part.effective / all.effective * part.sampleCorrection).squareRoot() / part.sum
    return values.indices.map { i in
      values.indices.map { j in
        if i == j { return 0 }
        let rho = values[i][j]
        var sum = 0.0
        for k in weights.indices {
          let x = columns[i][k], y = columns[j][k]
          let influence = weights[k] * (x * y - rho * (x * x + y * y) / 2)
          sum += influence * influence
        }
        let error = sum.squareRoot() * scale
        return error.isFinite ? error : 0
      }
    }
  }
}

/// A column in units of its width around its mean; zeros where it has no positive variance.
private struct StandardColumn {
  let values: [Double]

  init(_ column: [Float], _ rows: [Int], _ weights: [Double]) {
    let moments = ColumnMoments(column, rows: rows, weights: weights)
    let width = moments.rms, mean = moments.mean.value
    values = rows.map { width > 0 ? (Double(column[$0]) - mean) / width : 0 }
  }
}
