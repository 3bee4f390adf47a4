/// The weighted empirical distribution of one variable: its cumulative function and quantiles.
///
/// F(x) = Σ_{x_i ≤ x} w_i / Σ w at each distinct value. Where negative weights make that sum fall, F is
/// the mean of its running maximum from the left and its running minimum from the right: it rises, is
/// symmetric under x → −x, and is unchanged for positive weights.
public struct WeightedDistribution: Sendable, Hashable {
  /// The distinct values, rising.
  public let values: [Float]
  /// F at each value: P(X ≤ value), never falling; the last is 1.
  public let cumulative: [Double]
  /// Σw of the events that count.
  public let sumOfWeights: Double

  /// NaN and events of weight 0 do not count.
  /// - Returns: nil where no event counts or Σw is not positive.
  /// - Precondition: one weight per value; fewer than 2³² values.
  /// - Complexity: O(n).
  public init?(_ column: [Float], weights: [Double]) {
    precondition(column.count == weights.count, "one weight per value")
    var values: [Float] = []
    var sums: [Double] = []
    for index in Self.order(of: column, weights) {
      let value = column[index], weight = weights[index]
      if value == values.last {
        sums[sums.count - 1] += weight
      } else {
        values.append(value)
        sums.append((sums.last ?? 0) + weight)
      }
    }
    guard let total = sums.last, total > 0 else { return nil }
    self.values = values
    sumOfWeights = total
    cumulative = Self.rising(sums).map { $0 / total }
  }

  /// ½ (P(X < v) + P(X ≤ v)) of the value at an index: ties share the middle of their step.
  public func middle(at index: Int) -> Double {
    (cumulative[index] + (index > 0 ? cumulative[index - 1] : 0)) / 2
  }

  /// The value below which a share p of the weight lies: the middles of the steps are joined by
  /// straight lines (Hazen's definition, NumPy's `method="hazen"` for unit weights); beyond the first
  /// and last middle the extreme values. - Complexity: O(log n).
  public func quantile(_ p: Double) -> Double {
    let upper = firstIndex { middle(at: $0) >= p }
    guard upper > 0 else { return Double(values[0]) }
    guard upper < values.count else { return Double(values[values.count - 1]) }
    let low = middle(at: upper - 1), high = middle(at: upper)
    let fraction = (p - low) / (high - low)
    let first = Double(values[upper - 1]), last = Double(values[upper])
    return first + fraction * (last - first)
  }

  /// The smallest value with F ≥ p: always one of the data (NumPy's `method="inverted_cdf"`).
  /// - Complexity: O(log n).
  public func stepQuantile(_ p: Double) -> Float {
    values[min(firstIndex { cumulative[$0] >= p }, values.count - 1)]
  }

  /// The first index where a condition that once true stays true holds; the count where none.
  private func firstIndex(where isTrue: (Int) -> Bool) -> Int {
    var low = 0, high = values.count
    while low < high {
      let middle = (low + high) / 2
      if isTrue(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Indices of the events that count, in rising order of the value; ties in the order of the events.
  private static func order(of column: [Float], _ weights: [Double]) -> [Int] {
    let rows = column.indices.filter { !column[$0].isNaN && weights[$0] != 0 }
    return risingOrder(of: rows.map { column[$0] }).map { rows[Int($0)] }
  }

  private static func rising(_ sums: [Double]) -> [Double] {
    let total = sums[sums.count - 1]
    var upper = sums, lower = sums
    for i in sums.indices { upper[i] = min(max(sums[i], i > 0 ? upper[i - 1] : 0), total) }
    for i in sums.indices.reversed() {
      lower[i] = max(min(sums[i], i < sums.count - 1 ? lower[i + 1] : total), 0)
    }
    return zip(upper, lower).map { ($0 + $1) / 2 }
  }
}
