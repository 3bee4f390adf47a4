import Foundation
import WinnowCore

/// A family of probability densities p(y | θ) of one quantity. A new one is a file with such a type and a
/// line in `DensityCatalog`.
///
/// The first parameter is a location without bounds; all others are bounded (`ParameterLinks`). Families
/// are values without state; all functions are defined for parameters within their bounds and any finite
/// y, far into the tails.
public protocol DensityFamily: Sendable {
  /// As options call it: “dscb”.
  var name: String { get }
  /// One line for the manual.
  var summary: String { get }
  /// At most six.
  var parameters: [DensityParameter] { get }
  /// Whether p(y) = 0 for y ≤ 0.
  var needsPositive: Bool { get }

  /// −ln p(y) with its derivatives with respect to θ; ∞ where p(y) = 0.
  func terms(of y: Double, at theta: ParameterValues, _ curvature: Curvature) -> DensityTerms

  /// P(Y ≤ y).
  func cdf(_ y: Double, at theta: ParameterValues) -> Double
  /// The y with P(Y ≤ y) = p, 0 < p < 1.
  func quantile(_ p: Double, at theta: ParameterValues) -> Double
  /// ∞ or NaN where there is none.
  func mean(at theta: ParameterValues) -> Double
  func mode(at theta: ParameterValues) -> Double

  /// The unit to learn in, and parameters in it to begin with, from the quantiles of a column with
  /// 15.85 %, 50 % and 84.15 % of its weight below them.
  func start(low: Double, median: Double, high: Double) -> (unit: DensityScale, theta: ParameterValues)
  /// The parameters of y = offset + scale · z from those of z.
  func scaled(_ theta: ParameterValues, by unit: DensityScale) -> ParameterValues

  // Loops over columns. They are requirements so that each family has them compiled for itself.

  /// Σ w (−ln p) and its derivatives.
  func sum(
    of values: Span<Double>, weights: Span<Double>, at theta: ParameterValues, _ curvature: Curvature
  ) -> DensityTerms
  /// Terms of each event at its own F, with derivatives with respect to F.
  func terms(
    of values: Span<Float>, at free: Span<ParameterValues>, through links: ParameterLinks,
    _ curvature: Curvature, into terms: inout MutableSpan<DensityTerms>)
}

extension DensityFamily {
  public var needsPositive: Bool { false }

  /// ln p(y); −∞ where p(y) = 0.
  public func logDensity(_ y: Double, at theta: ParameterValues) -> Double {
    -terms(of: y, at: theta, .none).value
  }

  /// Half of the central interval that holds 68.3 %: the standard deviation of a Gaussian.
  public func effectiveSigma(at theta: ParameterValues) -> Double {
    (quantile(Self.upperEdge, at: theta) - quantile(1 - Self.upperEdge, at: theta)) / 2
  }

  /// Where the central interval of 68.3 % ends.
  public static var upperEdge: Double { 0.8415 }

  public func scaled(_ theta: ParameterValues, by unit: DensityScale) -> ParameterValues {
    var result = theta
    result[0] = unit.offset + unit.scale * theta[0]
    for (k, parameter) in parameters.enumerated() where parameter.name.hasPrefix("sigma") {
      result[k] = unit.scale * theta[k]
    }
    return result
  }

  public func sum(
    of values: Span<Double>, weights: Span<Double>, at theta: ParameterValues, _ curvature: Curvature
  ) -> DensityTerms {
    var total = DensityTerms()
    for row in values.indices where weights[row] != 0 {
      total.add(terms(of: values[row], at: theta, curvature), times: weights[row])
    }
    return total
  }

  public func terms(
    of values: Span<Float>, at free: Span<ParameterValues>, through links: ParameterLinks,
    _ curvature: Curvature, into terms: inout MutableSpan<DensityTerms>
  ) {
    precondition(free.count == values.count && terms.count == values.count, "one of each per event")
    for row in values.indices {
      let expansion = links.expand(free[row])
      terms[row] = links.chain(
        self.terms(of: Double(values[row]), at: expansion.value, curvature), expansion, curvature)
    }
  }
}

/// A family in t = (y − μ)/σ, learnt in units of the column's spread.
protocol LocationScaleFamily: DensityFamily {
  /// Where a fit begins, for a column of median 0 and spread 1.
  var standardStart: ParameterValues { get }
}

extension LocationScaleFamily {
  public func start(
    low: Double, median: Double, high: Double
  ) -> (unit: DensityScale, theta: ParameterValues) {
    (DensityScale(offset: median, scale: (high - low) / 2), standardStart)
  }
}

/// A curve of t = (y − μ)/σ with parameters of its own, as the derivatives of y, μ and σ need it.
/// L is −ln of its density.
struct StandardCurve {
  /// L(t).
  let value: Double
  /// L′.
  let slope: Double
  /// What the second derivatives are made of: L″, L″t + L′ and L″t² + 2L′t.
  var bend = 0.0
  var bendOfWidth = 0.0
  var bendOfScale = 0.0

  /// Terms of the location and the width, parameters 0 and 1.
  @inline(__always)
  func terms(_ t: Double, sigma: Double, _ curvature: Curvature) -> DensityTerms {
    var terms = DensityTerms()
    terms.value = value + log(sigma)
    terms.gradient[0] = -slope / sigma
    terms.gradient[1] = (1 - slope * t) / sigma
    if curvature == .none { return terms }
    let square = sigma * sigma
    terms.curvature[0, 0] = bend / square
    terms.curvature[1, 0] = bendOfWidth / square
    terms.curvature[1, 1] = (bendOfScale - 1) / square
    return terms
  }
}
