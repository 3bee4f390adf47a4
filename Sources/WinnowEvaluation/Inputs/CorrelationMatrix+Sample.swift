import WinnowCore
import WinnowMath

extension CorrelationMatrix {
  /// Weighted linear correlation coefficients of all variables over the events of one class:
  /// ρ_ij = cov_ij/√(cov_ii cov_jj), cov_ij = Σ w (x_i − m_i)(x_j − m_j)/Σw.
  ///
  /// Events with a missing value in any variable are left out. A coefficient is 0 where a variable is
  /// constant or negative weights leave it no positive variance.
  /// - Complexity: O(events × variables²).
  init(_ sample: Sample, rows: [Int], name: String) {
    let gaps = sample.columns.filter { column in rows.contains { !column[$0].isFinite } }
    let complete = rows.filter { row in gaps.allSatisfy { $0[row].isFinite } }
    let moments = WeightedMoments(
      columns: sample.columns.map { column in complete.map { column[$0] } },
      weights: complete.map { sample.weights[$0] })
    let matrix = moments.correlation
    let order = sample.schema.count
    let values = (0..<order).map { i in
      (0..<order).map { j in matrix[i, j].isFinite ? matrix[i, j] : 0 }
    }
    self.init(
      name: name, variables: sample.schema.names, values: values,
      errors: Self.errors(sample, rows: complete, values: values),
      information: MutualInformation.matrix(sample, rows: complete))
  }
}
