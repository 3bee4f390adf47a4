import WinnowKernels

/// Weighted mean vector and covariance matrix of events in columns. Weights may be negative.
///
/// mean_i = Σ w x_i / Σ w,  cov_ij = Σ w (x_i − mean_i)(x_j − mean_j) / Σ w
///
/// Two passes in Double, summed in fixed chunks of events, so that the result depends on the events
/// and their order alone. Events of weight 0 are left out beforehand: they change no bit. A constant
/// column has a variance of exactly 0.
public struct WeightedMoments: Sendable, Hashable {
  /// Σw.
  public let sumOfWeights: Double
  /// Σw².
  public let sumOfSquares: Double
  /// One per column; NaN where Σw = 0.
  public let mean: [Double]
  /// Normalised by Σw (not by Σw − 1); NaN where Σw = 0.
  public let covariance: SymmetricMatrix

  /// - Parameter columns: `[column][event]`; NaN in an event of non-zero weight makes the result NaN.
  /// - Precondition: each column has one value per weight.
  /// - Complexity: O(events × columns²).
  public init(columns: [[Float]], weights: [Double]) {
    precondition(columns.allSatisfy { $0.count == weights.count }, "one weight per event")
    let rows = weights.indices.filter { weights[$0] != 0 }
    let used = rows.map { weights[$0] }
    sumOfWeights = chunkedSum(used.count) { used[$0] }
    sumOfSquares = chunkedSum(used.count) { used[$0] * used[$0] }
    let total = sumOfWeights
    let mean = columns.map { Self.mean(of: $0, rows, used, total: total) }
    let sums = Self.products(of: columns, around: mean, rows, used)
    self.mean = mean
    covariance = SymmetricMatrix(order: columns.count) { i, j in
      sums[max(i, j) * columns.count + min(i, j)] / total
    }
  }

  /// (Σw)² / Σw²: the number of events of equal weight with the same relative error of the sum.
  public var effectiveCount: Double { sumOfWeights * sumOfWeights / sumOfSquares }

  /// √cov_ii; NaN where negative weights make a variance negative.
  public var standardDeviations: [Double] {
    (0..<mean.count).map { covariance[$0, $0].squareRoot() }
  }

  /// ρ_ij = cov_ij / √(cov_ii cov_jj); NaN where a variance is not positive.
  public var correlation: SymmetricMatrix { covariance.correlation }

  /// The mean around the first value, so that rounding cannot give a constant column a width.
  private static func mean(
    of column: [Float], _ rows: [Int], _ weights: [Double], total: Double
  ) -> Double {
    guard let first = rows.first else { return .nan }
    let origin = Double(column[first])
    let shift = chunkedSum(rows.count) { weights[$0] * (Double(column[rows[$0]]) - origin) }
    return origin + shift / total
  }

  /// Σ w (x_i − mean_i)(x_j − mean_j), lower triangle.
  private static func products(
    of columns: [[Float]], around mean: [Double], _ rows: [Int], _ weights: [Double]
  ) -> [Double] {
    let n = columns.count
    var total = [Double](repeating: 0, count: n * n)
    var centred: [Double] = []
    for start in stride(from: 0, to: rows.count, by: chunkSize) {
      let chunk = start..<min(start + chunkSize, rows.count)
      centred.removeAll(keepingCapacity: true)
      for row in rows[chunk] {
        for j in 0..<n { centred.append(Double(columns[j][row]) - mean[j]) }
      }
      var partial = [Double](repeating: 0, count: n * n)
      var sums = partial.mutableSpan
      addOuterProducts(
        of: centred.span, weights: weights.span.extracting(chunk), order: n, into: &sums)
      for k in total.indices { total[k] += partial[k] }
    }
    return total
  }
}

/// Events per partial sum.
private let chunkSize = 4096

/// Σ term(i) over 0..<count, as a sum of chunk sums: the rounding error grows with the chunk size plus
/// the number of chunks instead of with the count.
public func chunkedSum(_ count: Int, _ term: (Int) -> Double) -> Double {
  var total = 0.0
  for start in stride(from: 0, to: count, by: chunkSize) {
    var partial = 0.0
    for i in start..<min(start + chunkSize, count) { partial += term(i) }
    total += partial
  }
  return total
}
