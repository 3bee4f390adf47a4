import Foundation
import WinnowCore

/// Positive targets with errors in proportion to their size: ℓ = y e^(−F) + F, the gamma likelihood
/// with mean e^F up to a factor; the prediction is e^F.
public struct GammaLoss: Loss {
  public init() {}
  public var name: String { "gamma deviance" }

  /// The logarithm of the weighted mean. - Throws: `badData` for a target that is not positive.
  public func start(targets: Span<Float>, weights: Span<Float>) throws -> Double {
    for row in targets.indices where targets[row] <= 0 {
      throw WinnowError(.badData, "a target is \(targets[row]); the gamma loss needs positive ones")
    }
    return try logarithmOfMean(of: targets, weights)
  }

  public func derivatives(
    scores: Span<Float>, targets: Span<Float>, weights: Span<Float>,
    gradients: inout MutableSpan<Float>, hessians: inout MutableSpan<Float>
  ) -> Double {
    var loss = 0.0
    for row in scores.indices {
      let score = Double(scores[row]), weight = Double(weights[row])
      let ratio = Double(targets[row]) * exp(-score)
      gradients[row] = Float(weight * (1 - ratio))
      hessians[row] = Float(weight * ratio)
      loss += weight * (ratio + score)
    }
    return loss
  }

  public func respond(_ scores: inout MutableSpan<Float>) { PoissonLoss().respond(&scores) }
}

/// ln(Σwy / Σw). - Throws: `badData` where that is not positive.
func logarithmOfMean(of targets: Span<Float>, _ weights: Span<Float>) throws -> Double {
  let mean = try weightedMean(of: targets, weights)
  guard mean > 0 else {
    throw WinnowError(.badData, "the weighted mean of the targets is \(mean); it must be positive")
  }
  return log(mean)
}
