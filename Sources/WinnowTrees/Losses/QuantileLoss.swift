import WinnowCore
import WinnowMath

/// Regression to a quantile: with r = y − F, ℓ = α r for r ≥ 0 and (α − 1) r below; the prediction is F,
/// below which a share α of the targets lies (Koenker and Bassett, Econometrica 46 (1978) 33).
///
/// Cuts are found with g = ±w and h = w; leaves then take the quantile of their residuals (Friedman,
/// Ann. Stat. 29 (2001) 1189, §4.3).
public struct QuantileLoss: Loss {
  /// α.
  public let level: Double

  public init(level: Double) {
    precondition(0 < level && level < 1, "a quantile lies between 0 and 1")
    self.level = level
  }

  public var name: String { "quantile loss" }
  public var leafQuantile: Double? { level }

  /// The weighted quantile of the targets.
  public func start(targets: Span<Float>, weights: Span<Float>) throws -> Double {
    try weightedQuantile(level, of: targets, weights)
  }

  public func derivatives(
    scores: Span<Float>, targets: Span<Float>, weights: Span<Float>,
    gradients: inout MutableSpan<Float>, hessians: inout MutableSpan<Float>
  ) -> Double {
    let above = Float(level), below = above - 1
    var loss = 0.0
    for row in scores.indices {
      let residual = targets[row] - scores[row], weight = weights[row]
      let slope = residual > 0 ? above : residual < 0 ? below : 0
      gradients[row] = -weight * slope
      hessians[row] = weight
      loss += Double(weight) * Double(slope) * Double(residual)
    }
    return loss
  }

  public func respond(_ scores: inout MutableSpan<Float>) {}
}

/// Regression to the median: ℓ = |F − y|; the prediction is F. Leaves take the median of their residuals.
public struct AbsoluteLoss: Loss {
  private let half = QuantileLoss(level: 0.5)

  public init() {}
  public var name: String { "absolute error" }
  public var leafQuantile: Double? { 0.5 }

  /// The weighted median.
  public func start(targets: Span<Float>, weights: Span<Float>) throws -> Double {
    try half.start(targets: targets, weights: weights)
  }

  /// Twice those of the quantile ½, but for h = w.
  public func derivatives(
    scores: Span<Float>, targets: Span<Float>, weights: Span<Float>,
    gradients: inout MutableSpan<Float>, hessians: inout MutableSpan<Float>
  ) -> Double {
    let loss = half.derivatives(
      scores: scores, targets: targets, weights: weights, gradients: &gradients,
      hessians: &hessians)
    for row in gradients.indices { gradients[row] *= 2 }
    return 2 * loss
  }

  public func respond(_ scores: inout MutableSpan<Float>) {}
}

/// The smallest value with at least a share `level` of the weight at or below it.
/// - Throws: `badData` for Σw ≤ 0.
func weightedQuantile(
  _ level: Double, of values: Span<Float>, _ weights: Span<Float>
) throws -> Double {
  let rows = values.indices.filter { weights[$0] != 0 }
  let distribution = WeightedDistribution(
    rows.map { values[$0] }, weights: rows.map { Double(weights[$0]) })
  guard let distribution else {
    throw WinnowError(.badData, "the event weights have no positive sum")
  }
  return Double(distribution.stepQuantile(level))
}
