import WinnowCore
import WinnowMath

extension KNNScaling {
  /// Weighted mean and standard deviation √(Σw(x − m)² / Σw).
  static func deviation(_ column: [Float], _ weights: [Double]) -> (centre: Double, width: Double) {
    let mean = Self.mean(column, weights)
    var squares = 0.0, total = 0.0
    for (x, w) in zip(column, weights) where w != 0 {
      total += w
      squares += w * (Double(x) - mean) * (Double(x) - mean)
    }
    return (mean, max(0, squares / total).squareRoot())
  }

  /// Middle and width of the interval between the ⌈n(1 − f)/2⌉-th and the ⌈n(1 + f)/2⌉-th of the n
  /// rising values, counted from 0 and without regard to weights, as TMVA's ScaleFrac.
  static func centralInterval(
    _ column: [Float], _ rows: [Int], _ fraction: Double
  ) -> (centre: Double, width: Double) {
    let rising = rows.map { column[$0] }.sorted()
    func value(_ share: Double) -> Double {
      // The share of a decimal fraction may come out one bit above a whole number.
      let place = Int((share * Double(rising.count) * (1 - 1e-12)).rounded(.up))
      return Double(rising[min(place, rising.count - 1)])
    }
    let lower = value((1 - fraction) / 2), upper = value((1 + fraction) / 2)
    return ((lower + upper) / 2, upper - lower)
  }

  /// z = C^(−1/2)(x − m), so that |z|² = (x − m)ᵀ C⁻¹ (x − m), with C the weighted covariance around
  /// the mean of each class, averaged over the classes as their weights; around the one mean in a
  /// regression.
  static func mahalanobis(_ sample: Sample) throws -> KNNScaling {
    let covariance = covarianceWithin(sample), names = sample.schema.names
    let widths = names.indices.map { max(0, covariance[$0, $0]).squareRoot() }
    let centres = sample.columns.map { mean($0, sample.weights) }
    let plain = try KNNScaling(Array(zip(centres, widths)), named: names, .mahalanobis)
    // Dependent inputs leave eigenvalues of the size of rounding errors, of either sign.
    guard let smallest = covariance.correlation.eigen()?.values.first, smallest > 1e-10,
      let root = covariance.correlation.inverseSquareRoot()
    else {
      throw WinnowError(
        .badData, "the covariance of the inputs has no inverse; remove dependent inputs or choose "
          + "another scale")
    }
    let rows = names.indices.map { j in names.indices.map { root[j, $0] } }
    return KNNScaling(Array(zip(plain.centres, plain.widths)), mixing: rows)
  }

  private static func mean(_ column: [Float], _ weights: [Double]) -> Double {
    var total = 0.0, sum = 0.0
    for (x, w) in zip(column, weights) where w != 0 {
      total += w
      sum += w * Double(x)
    }
    return sum / total
  }

  private static func covarianceWithin(_ sample: Sample) -> SymmetricMatrix {
    let all = sample.weights.indices.filter { sample.weights[$0] != 0 }
    var groups = [all]
    if case .classes(let names, let labels) = sample.truth {
      groups = names.indices.map { name in all.filter { Int(labels[$0]) == name } }
    }
    let total = all.reduce(0) { $0 + sample.weights[$1] }
    let means = groups.map { group in
      let weights = group.map { sample.weights[$0] }
      return sample.columns.map { column in mean(group.map { column[$0] }, weights) }
    }
    return SymmetricMatrix(order: sample.columns.count) { a, b in
      let x = sample.columns[a], y = sample.columns[b]
      return zip(groups, means).reduce(0) { sum, group in
        group.0.reduce(sum) { sum, row in
          sum + sample.weights[row] * (Double(x[row]) - group.1[a]) * (Double(y[row]) - group.1[b])
        }
      } / total
    }
  }
}
