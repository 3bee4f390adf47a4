import Foundation
import WinnowCore
import WinnowKernels

/// Two classes: ℓ = ln(1 + e^F) − y F, y = 1 for signal and 0 for background; the prediction is
/// σ(F) = 1 / (1 + e^(−F)), the probability of signal at the priors of the training weights.
public struct LogisticLoss: Loss {
  public init() {}
  public var name: String { "log loss" }
  /// Newton's step from p = ½ in a leaf of one class.
  public var longestSignedStep: Double { 2 }

  /// ln(Σw_S / Σw_B).
  public func start(targets: Span<Float>, weights: Span<Float>) throws -> Double {
    var signal = 0.0, background = 0.0
    for row in targets.indices {
      let weight = Double(weights[row])
      if targets[row] > 0.5 { signal += weight } else { background += weight }
    }
    for (name, sum) in [("signal", signal), ("background", background)] where !(sum > 0) {
      throw WinnowError(.badData, "the \(name) weights sum to \(sum); the sum must be positive")
    }
    return log(signal / background)
  }

  public func derivatives(
    scores: Span<Float>, targets: Span<Float>, weights: Span<Float>,
    gradients: inout MutableSpan<Float>, hessians: inout MutableSpan<Float>
  ) -> Double {
    logisticDerivatives(
      scores: scores, targets: targets, weights: weights, gradients: &gradients,
      hessians: &hessians)
  }

  public func respond(_ scores: inout MutableSpan<Float>) { Elementary.sigmoid(&scores) }
}
