import Foundation
import WinnowCore

/// Targets that are zero or positive, such as sums of a random number of deposits:
/// ℓ = −y e^((1−ρ) F) / (1 − ρ) + e^((2−ρ) F) / (2 − ρ), 1 < ρ < 2, the compound Poisson–gamma
/// likelihood with mean e^F and variance ∝ mean^ρ; the prediction is e^F (Jørgensen, J. R. Stat. Soc.
/// B 49 (1987) 127).
public struct TweedieLoss: Loss {
  /// ρ.
  public let power: Double

  public init(power: Double) {
    precondition(1 < power && power < 2, "the power of a Tweedie loss lies between 1 and 2")
    self.power = power
  }

  public var name: String { "Tweedie deviance" }

  /// The logarithm of the weighted mean. - Throws: `badData` for a negative target.
  public func start(targets: Span<Float>, weights: Span<Float>) throws -> Double {
    for row in targets.indices where targets[row] < 0 {
      throw WinnowError(.badData, "a target is \(targets[row]); the Tweedie loss takes none below 0")
    }
    return try logarithmOfMean(of: targets, weights)
  }

  public func derivatives(
    scores: Span<Float>, targets: Span<Float>, weights: Span<Float>,
    gradients: inout MutableSpan<Float>, hessians: inout MutableSpan<Float>
  ) -> Double {
    let a = 1 - power, b = 2 - power
    var loss = 0.0
    for row in scores.indices {
      let score = Double(scores[row]), weight = Double(weights[row])
      let pull = Double(targets[row]) * exp(a * score), mean = exp(b * score)
      gradients[row] = Float(weight * (mean - pull))
      hessians[row] = Float(weight * (b * mean - a * pull))
      loss += weight * (mean / b - pull / a)
    }
    return loss
  }

  public func respond(_ scores: inout MutableSpan<Float>) { PoissonLoss().respond(&scores) }
}
