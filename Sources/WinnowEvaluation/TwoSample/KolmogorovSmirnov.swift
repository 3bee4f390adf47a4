import WinnowMath

/// The unbinned two-sample test of Kolmogorov and Smirnov, with weights.
///
/// D = max |F₁ − F₂| of the weighted empirical distributions, taken after each distinct value. With
/// n_eff = (Σw)²/Σw² of each sample and n = n₁ n₂/(n₁ + n₂), the p-value is that of Kolmogorov's
/// distribution at (√n + 0.12 + 0.11/√n) D (Stephens, J. R. Stat. Soc. B 32 (1970) 115).
///
/// Exact in the limit of many events of equal weight. With weights it holds where they do not depend on
/// the response; where they do, the fluctuation of F is not that of n_eff equal events at each point, and
/// the p-value is a guide. The same holds for negative weights, under which F may leave [0, 1] and D may
/// exceed 1; n_eff, which they make small, keeps the p-value right.
public struct KolmogorovSmirnov: Sendable, Hashable {
  public let distance: Double
  /// (Σw)²/Σw² of either sample.
  public let firstEffective: Double
  public let secondEffective: Double

  public var pValue: Double {
    if distance == 0 { return 1 }
    let n = firstEffective * secondEffective / (firstEffective + secondEffective)
    let root = n.squareRoot()
    return SpecialFunctions.kolmogorovSurvival((root + 0.12 + 0.11 / root) * distance)
  }

  /// Compares one class of two sets of events. - Complexity: O(steps).
  /// - Precondition: positive weight sums.
  public init(
    _ first: ResponseSteps, _ second: ResponseSteps,
    _ weights: (ResponseSteps) -> CumulativeWeights
  ) {
    self.init(PooledSteps(first, second, weights))
  }

  /// Compares signal with background of one set of events. - Complexity: O(steps).
  init(signal steps: ResponseSteps) {
    self.init(PooledSteps(steps, steps.signal, steps, steps.background))
  }

  private init(_ pooled: PooledSteps) {
    var largest = 0.0
    pooled.forEach { largest = max(largest, abs($0.difference)) }
    distance = largest
    firstEffective = pooled.firstWeights.total.effective
    secondEffective = pooled.secondWeights.total.effective
  }
}
