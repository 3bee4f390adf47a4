import WinnowMath

/// The values of one input in one class, and the range of the input in all classes.
struct InputValues {
  let values: [Double]
  /// None is 0.
  let weights: [Double]
  let lower: Double
  let upper: Double

  /// Σw.
  var total: Double { weights.reduce(0, +) }
  /// (Σw)² / Σw².
  var effectiveCount: Double { total * total / weights.reduce(0) { $0 + $1 * $1 } }

  /// Weighted standard deviation; 0 where negative weights leave none.
  var deviation: Double {
    let sum = total
    let mean = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / sum
    let squares = zip(values, weights).reduce(0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) }
    return max(0, squares / sum).squareRoot()
  }

  /// - Throws: `badConfiguration` for fewer events than neighbours are wanted.
  func curve(_ parameters: LikelihoodParameters) throws -> DensityCurve? {
    switch parameters.density {
    case .histogram: histogram(parameters)
    case .kernel: try KernelEstimate(of: self, parameters).curve
    }
  }

  /// Constant in the outer halves of the first and last bin, straight between the middles.
  private func histogram(_ parameters: LikelihoodParameters) -> DensityCurve? {
    var histogram = Histogram(edges: edges(parameters))
    for (value, weight) in zip(values, weights) { histogram.fill(value, weight: weight) }
    var heights = (0..<histogram.count).map {
      histogram.contents[$0] / (histogram.edges[$0 + 1] - histogram.edges[$0])
    }
    for _ in 0..<parameters.smoothing { heights = Self.smoothed(heights) }
    let middles = (0..<heights.count).map { (histogram.edges[$0] + histogram.edges[$0 + 1]) / 2 }
    return DensityCurve(
      x: [lower] + middles + [upper],
      unnormalized: [heights[0]] + heights + [heights[heights.count - 1]], events: effectiveCount)
  }

  private func edges(_ parameters: LikelihoodParameters) -> [Double] {
    let asked = parameters.bins > 0 ? parameters.bins : values.count / parameters.eventsPerBin
    let bins = max(1, min(asked, 100_000))
    let inner = (1..<bins).map { Double($0) / Double(bins) }
    switch parameters.binning {
    case .equal: return rising([lower] + inner.map { lower + $0 * (upper - lower) } + [upper])
    case .quantile:
      let column = values.map { Float($0) }
      guard let distribution = WeightedDistribution(column, weights: weights) else {
        return [lower, upper]
      }
      return rising([lower] + inner.map { distribution.quantile($0) } + [upper])
    }
  }

  /// Values that repeat have one edge.
  private func rising(_ edges: [Double]) -> [Double] {
    var result = [edges[0]]
    for edge in edges.dropFirst().dropLast() where edge > result[result.count - 1] && edge < upper {
      result.append(edge)
    }
    return result + [upper]
  }

  private static func smoothed(_ heights: [Double]) -> [Double] {
    let last = heights.count - 1
    return heights.indices.map { i in
      heights[i] / 2 + (heights[max(0, i - 1)] + heights[min(last, i + 1)]) / 4
    }
  }
}
