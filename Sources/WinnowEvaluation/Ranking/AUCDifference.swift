import WinnowMath

/// The difference in AUC between two methods on the same events, with their correlation.
///
/// var(A₁ − A₂) = Σ(ψ₁ − ψ₂)² over events, ψ the influence of an event on each AUC: far smaller than the
/// sum of the variances where two methods err on the same events.
public struct AUCDifference: Sendable, Hashable {
  /// A₁ − A₂.
  public let difference: Measured
  public let covariance: Double
  /// Correlation of the two estimates; NaN where an error is zero or undefined.
  public let correlation: Double

  /// |A₁ − A₂| in standard deviations; 0 where both rank all events alike.
  public var significance: Double {
    difference.value == 0 ? 0 : abs(difference.value) / difference.error
  }

  /// Two-sided p-value of no difference, from the normal distribution.
  public var pValue: Double { 2 * SpecialFunctions.normalCDF(-significance) }

  /// - Precondition: the same events, in the same order.
  /// - Complexity: O(n).
  public init(_ first: AUCInfluence, _ second: AUCInfluence) {
    precondition(
      first.events.isSignal == second.events.isSignal
        && first.events.weights == second.events.weights,
      "paired comparisons need the same events in the same order")
    var covariance = 0.0, variance = 0.0
    for row in first.values.indices {
      let delta = first.values[row] - second.values[row]
      variance += delta * delta
      covariance += first.values[row] * second.values[row]
    }
    difference = Measured(first.auc.value - second.auc.value, variance.squareRoot())
    self.covariance = covariance
    correlation = covariance / (first.auc.error * second.auc.error)
  }

  public init(_ first: ScoredEvents, _ second: ScoredEvents) {
    self.init(AUCInfluence(first), AUCInfluence(second))
  }
}
