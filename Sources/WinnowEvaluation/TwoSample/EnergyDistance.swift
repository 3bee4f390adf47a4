/// The energy distance of two samples, with weights.
///
/// E² = 2 ∫ (F₁ − F₂)² dy = 2 E|Y₁ − Y₂| − E|Y₁ − Y₁′| − E|Y₂ − Y₂′|
///
/// (Székely and Rizzo, J. Stat. Plan. Inference 143 (2013) 1249). In the units of the response: unlike the
/// tests on ranks it changes under rising functions of it, and a few far responses may rule it. It has no
/// p-value but that of permutations.
public struct EnergyDistance: Sendable, Hashable {
  /// E², not negative.
  public let squared: Double

  /// E, as `scipy.stats.energy_distance` gives it.
  public var value: Double { squared.squareRoot() }

  /// Compares one class of two sets of events. - Complexity: O(steps).
  /// - Precondition: positive weight sums.
  public init(
    _ first: ResponseSteps, _ second: ResponseSteps,
    _ weights: (ResponseSteps) -> CumulativeWeights
  ) {
    var sum = 0.0
    var last: PooledSteps.Step?
    PooledSteps(first, second, weights).forEach { step in
      if let last {
        sum += last.difference * last.difference * (Double(last.response) - Double(step.response))
      }
      last = step
    }
    squared = 2 * sum
  }
}
