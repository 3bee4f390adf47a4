import Foundation

/// Robust regression: with r = F − y, ℓ = ½ r² for |r| ≤ δ and δ (|r| − ½ δ) beyond; the prediction
/// is F (Huber, Ann. Math. Stat. 35 (1964) 73).
public struct HuberLoss: Loss {
  /// δ, in units of the target.
  public let width: Float

  public init(width: Float) {
    precondition(width > 0, "a Huber loss needs a width")
    self.width = width
  }

  public var name: String { "Huber loss" }

  /// The weighted mean.
  public func start(targets: Span<Float>, weights: Span<Float>) throws -> Double {
    try weightedMean(of: targets, weights)
  }

  /// h = w everywhere: an upper bound of the second derivative, which is 0 in the tails.
  public func derivatives(
    scores: Span<Float>, targets: Span<Float>, weights: Span<Float>,
    gradients: inout MutableSpan<Float>, hessians: inout MutableSpan<Float>
  ) -> Double {
    var loss = 0.0
    for row in scores.indices {
      let residual = scores[row] - targets[row], weight = weights[row]
      let clipped = max(-width, min(width, residual))
      gradients[row] = weight * clipped
      hessians[row] = weight
      loss += Double(weight) * Double(clipped) * (Double(residual) - 0.5 * Double(clipped))
    }
    return loss
  }

  public func respond(_ scores: inout MutableSpan<Float>) {}
}
