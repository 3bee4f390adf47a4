import Foundation
import WinnowCore

/// Counts: ℓ = e^F − y F, the Poisson likelihood with mean e^F; the prediction is e^F.
public struct PoissonLoss: Loss {
  public init() {}
  public var name: String { "Poisson deviance" }

  /// The logarithm of the weighted mean.
  public func start(targets: Span<Float>, weights: Span<Float>) throws -> Double {
    for row in targets.indices where targets[row] < 0 {
      throw WinnowError(.badData, "a target is \(targets[row]); Poisson counts are not negative")
    }
    let mean = try weightedMean(of: targets, weights)
    guard mean > 0 else { throw WinnowError(.badData, "all targets are zero") }
    return log(mean)
  }

  public func derivatives(
    scores: Span<Float>, targets: Span<Float>, weights: Span<Float>,
    gradients: inout MutableSpan<Float>, hessians: inout MutableSpan<Float>
  ) -> Double {
    var loss = 0.0
    for row in scores.indices {
      let mean = exp(Double(scores[row])), weight = Double(weights[row])
      gradients[row] = Float(weight * (mean - Double(targets[row])))
      hessians[row] = Float(weight * mean)
      loss += weight * (mean - Double(targets[row]) * Double(scores[row]))
    }
    return loss
  }

  public func respond(_ scores: inout MutableSpan<Float>) {
    for row in scores.indices { scores[row] = exp(scores[row]) }
  }
}
