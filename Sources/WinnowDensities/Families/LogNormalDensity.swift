import Foundation
import WinnowMath

/// ln y is Gaussian: p = exp(−t²/2)/(√(2π) σ y), t = (ln y − μ)/σ, y > 0.
public struct LogNormalDensity: DensityFamily {
  private let gaussian = GaussianDensity()

  public init() {}
  public var name: String { "log_normal" }
  public var summary: String { "log-normal, for positive quantities: mu and sigma of the logarithm" }
  public var parameters: [DensityParameter] { gaussian.parameters }
  public var needsPositive: Bool { true }

  @inline(__always)
  public func terms(
    of y: Double, at theta: ParameterValues, _ curvature: Curvature
  ) -> DensityTerms {
    guard y > 0 else {
      var terms = DensityTerms()
      terms.value = .infinity
      return terms
    }
    let logarithm = log(y)
    var terms = gaussian.terms(of: logarithm, at: theta, curvature)
    terms.value += logarithm
    return terms
  }

  public func cdf(_ y: Double, at theta: ParameterValues) -> Double {
    y > 0 ? gaussian.cdf(log(y), at: theta) : 0
  }

  public func quantile(_ p: Double, at theta: ParameterValues) -> Double {
    exp(gaussian.quantile(p, at: theta))
  }

  public func mean(at theta: ParameterValues) -> Double { exp(theta[0] + theta[1] * theta[1] / 2) }
  public func mode(at theta: ParameterValues) -> Double { exp(theta[0] - theta[1] * theta[1]) }

  /// In units of the median.
  public func start(
    low: Double, median: Double, high: Double
  ) -> (unit: DensityScale, theta: ParameterValues) {
    let width = low > 0 ? log(high / low) / 2 : 1
    return (DensityScale(scale: median > 0 ? median : 1), [0, width, 0, 0, 0, 0, 0, 0])
  }

  public func scaled(_ theta: ParameterValues, by unit: DensityScale) -> ParameterValues {
    var result = theta
    result[0] += log(unit.scale)
    return result
  }
}
