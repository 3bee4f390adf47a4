import Foundation

/// Two classes: ℓ = e^(−(2y − 1) F / 2), y = 1 for signal and 0 for background, which AdaBoost lowers;
/// the prediction is σ(F), since ln(p / (1 − p)) minimises the expectation (Friedman, Hastie and
/// Tibshirani, Ann. Stat. 28 (2000) 337, with F for their 2F). Harder on outliers than the log loss.
public struct ExponentialLoss: Loss {
  public init() {}
  public var name: String { "exponential loss" }
  /// Newton's step from F = 0 in a leaf of one class.
  public var longestSignedStep: Double { 2 }

  /// ln(Σw_S / Σw_B).
  public func start(targets: Span<Float>, weights: Span<Float>) throws -> Double {
    try LogisticLoss().start(targets: targets, weights: weights)
  }

  public func derivatives(
    scores: Span<Float>, targets: Span<Float>, weights: Span<Float>,
    gradients: inout MutableSpan<Float>, hessians: inout MutableSpan<Float>
  ) -> Double {
    var loss = 0.0
    for row in scores.indices {
      let y = targets[row] > 0.5 ? 1.0 : -1.0
      let value = Double(weights[row]) * exp(-0.5 * y * Double(scores[row]))
      gradients[row] = Float(-0.5 * y * value)
      hessians[row] = Float(0.25 * value)
      loss += value
    }
    return loss
  }

  public func respond(_ scores: inout MutableSpan<Float>) { LogisticLoss().respond(&scores) }
}
