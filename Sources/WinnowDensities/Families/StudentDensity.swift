import Foundation
import WinnowMath

/// Student's distribution, moved and stretched: p ∝ (1 + t²/ν)^−(ν+1)/2, t = (y − μ)/σ.
///
/// Information: Lange, Little and Taylor, J. Am. Stat. Assoc. 84 (1989) 881.
public struct StudentDensity: LocationScaleFamily {
  public init() {}
  public var name: String { "student" }
  public var summary: String { "Student's t: mu, sigma, nu degrees of freedom" }
  public var parameters: [DensityParameter] {
    [.mu, .sigma(), DensityParameter("nu", "ν", 0.5...300)]
  }
  var standardStart: ParameterValues { [0, 0.9, 6, 0, 0, 0, 0, 0] }

  @inline(__always)
  public func terms(
    of y: Double, at theta: ParameterValues, _ curvature: Curvature
  ) -> DensityTerms {
    let nu = theta[2], sigma = theta[1], t = (y - theta[0]) / sigma
    let rise = t * t / nu, q = 1 + rise, more = nu + 1
    let logarithm = log1p(rise)
    var curve = StandardCurve(value: Self.logArea(nu) + more / 2 * logarithm, slope: more * t / (nu * q))
    // Powers of 1/q and the odd moments: of the event, or expected.
    let isObserved = curvature == .observed
    let e1 = isObserved ? 1 / q : nu / more
    let e2 = isObserved ? 1 / (q * q) : nu * (nu + 2) / (more * (nu + 3))
    curve.bend = more / nu * (2 * e2 - e1)
    curve.bendOfWidth = isObserved ? 2 * more * t / nu * e2 : 0
    curve.bendOfScale = more * (1 + e1 - 2 * e2)
    var terms = curve.terms(t, sigma: sigma, curvature)
    let area = SpecialFunctions.digamma(nu / 2) - SpecialFunctions.digamma(more / 2)
    terms.gradient[2] = (area + 1 / nu + logarithm) / 2 - more / 2 * rise / (nu * q)
    guard curvature != .none else { return terms }
    if isObserved {
      let mixed = t / (nu * nu) * (more * (e1 - e2) - e1)
      terms.curvature[2, 0] = -mixed / sigma
    }
    terms.curvature[2, 1] = (1 - e1 - more * (1 - 2 * e1 + e2)) / (nu * sigma)
    let areas = SpecialFunctions.trigamma(nu / 2) - SpecialFunctions.trigamma(more / 2)
    terms.curvature[2, 2] = areas / 4 - 1 / (2 * nu * nu) - (1 - e1) / nu
      + more * (1 - e2) / (2 * nu * nu)
    return terms
  }

  /// ln of the integral over t.
  private static func logArea(_ nu: Double) -> Double {
    SpecialFunctions.logGamma(nu / 2) - SpecialFunctions.logGamma((nu + 1) / 2) + 0.5 * log(nu * .pi)
  }

  public func cdf(_ y: Double, at theta: ParameterValues) -> Double {
    SpecialFunctions.studentCDF((y - theta[0]) / theta[1], degrees: theta[2])
  }

  public func quantile(_ p: Double, at theta: ParameterValues) -> Double {
    theta[0] + theta[1] * SpecialFunctions.studentQuantile(p, degrees: theta[2])
  }

  public func mean(at theta: ParameterValues) -> Double { theta[2] > 1 ? theta[0] : .nan }
  public func mode(at theta: ParameterValues) -> Double { theta[0] }
}
