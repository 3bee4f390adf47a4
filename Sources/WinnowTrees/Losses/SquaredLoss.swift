import WinnowCore

/// Regression to the mean: ℓ = ½ (F − y)²; the prediction is F.
public struct SquaredLoss: Loss {
  public init() {}
  public var name: String { "squared error" }

  /// The weighted mean.
  public func start(targets: Span<Float>, weights: Span<Float>) throws -> Double {
    try weightedMean(of: targets, weights)
  }

  public func derivatives(
    scores: Span<Float>, targets: Span<Float>, weights: Span<Float>,
    gradients: inout MutableSpan<Float>, hessians: inout MutableSpan<Float>
  ) -> Double {
    var loss = 0.0
    for row in scores.indices {
      let residual = scores[row] - targets[row], weight = weights[row]
      gradients[row] = weight * residual
      hessians[row] = weight
      loss += 0.5 * Double(weight) * Double(residual) * Double(residual)
    }
    return loss
  }

  public func respond(_ scores: inout MutableSpan<Float>) {}
}

/// Σwy / Σw. - Throws: `badData` for Σw ≤ 0.
func weightedMean(of targets: Span<Float>, _ weights: Span<Float>) throws -> Double {
  var sum = 0.0, total = 0.0
  for row in targets.indices {
    sum += Double(weights[row]) * Double(targets[row])
    total += Double(weights[row])
  }
  guard total > 0 else {
    throw WinnowError(.badData, "the event weights sum to \(total); the sum must be positive")
  }
  return sum / total
}
