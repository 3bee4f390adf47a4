import Foundation
import WinnowCore
import WinnowMath

/// An unbinned maximum-likelihood fit of a family to one column with weights of any sign.
///
/// Starting values come from quantiles, the minimum of −Σ w ln p from Newton's method with analytic second
/// derivatives. Errors are those of the inverse Hessian H⁻¹ where all weights are 1, else of
/// H⁻¹ (Σ w² ∇ℓ ∇ℓᵀ) H⁻¹ (the “sandwich”; Langenbruch, Eur. Phys. J. C 82 (2022) 393).
public struct DensityFit: Sendable {
  public let family: any DensityFamily
  public let theta: ParameterValues
  /// Of the parameters; NaN in rows of those that ended at a bound or are undetermined.
  public let covariance: SymmetricMatrix
  /// −Σ w ln p at the minimum.
  public let negativeLogLikelihood: Double
  public let iterations: Int
  public let isConverged: Bool
  /// The unit it was fitted in, and F there: where learning by events begins.
  public let unit: DensityScale
  public let free: ParameterValues

  public var values: [Double] { family.parameters.indices.map { theta[$0] } }
  public var errors: [Double] { values.indices.map { covariance[$0, $0].squareRoot() } }

  /// - Throws: `badData` for no events, values that are not finite or outside of the family's range,
  ///   weights whose sum is not positive, and a column that does not vary.
  /// - Complexity: O(iterations × n).
  public init(
    _ family: any DensityFamily, to column: [Float], weights: [Double], name: String = "the column",
    threads: Int = 1
  ) throws {
    precondition(column.count == weights.count, "one weight per value")
    let rows = column.indices.filter { weights[$0] != 0 }
    try Self.check(family, rows.lazy.map { column[$0] }, rows.lazy.map { weights[$0] }, name)
    let values = rows.map { column[$0] }, weights = rows.map { weights[$0] }
    guard let distribution = WeightedDistribution(values, weights: weights) else {
      throw WinnowError(.badData, "the weights of \(name) add up to no positive sum")
    }
    let start = try Self.start(family, distribution, name)
    let scale = Double(weights.count) / weights.reduce(0) { $0 + $1.magnitude }
    let likelihood = ColumnLikelihood(
      family: family, links: ParameterLinks(family), values: values.map { start.unit.inside(Double($0)) },
      weights: weights.map { $0 * scale }, threads: threads)
    let found = likelihood.minimum(from: likelihood.links.free(start.theta))
    let expansion = likelihood.links.expand(found.free)
    self.family = family
    unit = start.unit
    free = found.free
    theta = family.scaled(expansion.value, by: start.unit)
    iterations = found.iterations
    isConverged = found.isConverged
    negativeLogLikelihood = found.terms.value / scale
      + weights.reduce(0, +) * log(start.unit.scale)
    let covariance = Self.covariance(likelihood, found, isPlain: Set(weights).count == 1)
    let slopes = family.jacobian(expansion.first, by: start.unit)
    self.covariance = SymmetricMatrix(order: family.parameters.count) { i, j in
      covariance[i, j] * slopes[i] * slopes[j]
    }
  }

  private static func check(
    _ family: any DensityFamily, _ values: some Collection<Float>, _ weights: some Collection<Double>,
    _ name: String
  ) throws {
    guard values.count > family.parameters.count else {
      throw WinnowError(
        .badData, "\(name) has \(values.count) events with a weight, too few for "
          + "\(family.parameters.count) parameters")
    }
    guard values.allSatisfy(\.isFinite), weights.allSatisfy(\.isFinite) else {
      throw WinnowError(.badData, "\(name) has a value or a weight that is not finite")
    }
    if family.needsPositive, let value = values.first(where: { $0 <= 0 }) {
      throw WinnowError(
        .badData, "\(name) has the value \(value); the density \(family.name) is for positive ones")
    }
  }

  private static func start(
    _ family: any DensityFamily, _ distribution: WeightedDistribution, _ name: String
  ) throws -> (unit: DensityScale, theta: ParameterValues) {
    func quantile(_ p: Double) -> Double { distribution.quantile(p) }
    // A column of few different values may have no central spread.
    for edge in [0.1585, 0.025, 0.001, 0] {
      let (low, high) = (quantile(edge), quantile(1 - edge))
      if high > low { return family.start(low: low, median: quantile(0.5), high: high) }
    }
    throw WinnowError(.badData, "\(name) has the same value in all events")
  }

  /// Of F. Parameters at their bounds take no part.
  private static func covariance(
    _ likelihood: ColumnLikelihood, _ found: ColumnLikelihood.Minimum, isPlain: Bool
  ) -> SymmetricMatrix {
    let count = likelihood.links.count
    let inside = (0..<count).filter { likelihood.links.isInside(found.free, $0) }
    let hessian = SymmetricMatrix(order: inside.count) { found.terms.curvature[inside[$0], inside[$1]] }
    let columns = inside.indices.map { k in hessian.solve(inside.indices.map { $0 == k ? 1 : 0 }) }
    let inverse = columns.compactMap(\.self)
    guard inverse.count == inside.count else { return SymmetricMatrix(order: count) { _, _ in .nan } }
    let spread = isPlain ? nil : likelihood.gradientSpread(at: found.free)
    return SymmetricMatrix(order: count) { i, j in
      guard let a = inside.firstIndex(of: i), let b = inside.firstIndex(of: j) else { return .nan }
      guard let spread else { return inverse[a][b] }
      return inside.indices.reduce(0.0) { sum, k in
        inside.indices.reduce(sum) { $0 + inverse[a][k] * spread[inside[k], inside[$1]] * inverse[b][$1] }
      }
    }
  }
}

extension ParameterLinks {
  /// Whether a parameter is neither at a bound nor on its way there.
  func isInside(_ free: ParameterValues, _ k: Int) -> Bool {
    abs(free[k]) < 6 || parameterIsFree(k)
  }
}

extension DensityFamily {
  /// ∂θ/∂F in the unit of the column from that in the unit of learning.
  func jacobian(_ first: ParameterValues, by unit: DensityScale) -> ParameterValues {
    // The change of unit is linear in each parameter.
    scaled(first, by: DensityScale(scale: unit.scale)) - scaled(ParameterValues(), by: DensityScale(scale: unit.scale))
  }
}
