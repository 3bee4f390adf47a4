extension Forest {
  /// Partial dependence: the weighted mean score when one feature is set to a value for all events,
  /// PD(v) = Σ w F(x with x[feature] = v) / Σ w.
  ///
  /// - Parameters:
  ///   - feature: its number.
  ///   - grid: the values to set.
  ///   - columns: `columns[feature][event]`.
  ///   - weights: one per event; Σ w ≠ 0.
  /// - Returns: one score per grid value.
  /// - Complexity: O(grid × events × forest).
  /// - Reference: Friedman, Ann. Stat. 29 (2001) 1189, §8.2.
  public func partialDependence(
    on feature: Int, grid: [Float], columns: [[Float]], weights: [Double], threads: Int
  ) -> [Double] {
    let total = weights.reduce(0, +)
    precondition(columns.indices ~= feature && total != 0, "no such feature, or no weight")
    var changed = columns
    return grid.map { value in
      changed[feature] = Array(repeating: value, count: weights.count)
      let scores = scores(of: changed, threads: threads)
      return zip(scores, weights).reduce(0) { $0 + Double($1.0) * $1.1 } / total
    }
  }
}
