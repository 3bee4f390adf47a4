import Foundation
import WinnowMath

/// p = exp(−t²/2)/(√(2π) σ), t = (y − μ)/σ.
public struct GaussianDensity: LocationScaleFamily {
  public init() {}
  public var name: String { "gaussian" }
  public var summary: String { "Gaussian: mu, sigma" }
  public var parameters: [DensityParameter] { [.mu, .sigma()] }
  var standardStart: ParameterValues { [0, 1, 0, 0, 0, 0, 0, 0] }

  /// ½ ln 2π.
  static let normalisation = 0.5 * log(2 * Double.pi)

  @inline(__always)
  public func terms(
    of y: Double, at theta: ParameterValues, _ curvature: Curvature
  ) -> DensityTerms {
    let t = (y - theta[0]) / theta[1]
    var curve = StandardCurve(value: Self.normalisation + t * t / 2, slope: t)
    let isObserved = curvature == .observed
    curve.bend = 1
    curve.bendOfWidth = isObserved ? 2 * t : 0
    curve.bendOfScale = 3 * (isObserved ? t * t : 1)
    return curve.terms(t, sigma: theta[1], curvature)
  }

  public func cdf(_ y: Double, at theta: ParameterValues) -> Double {
    SpecialFunctions.normalCDF((y - theta[0]) / theta[1])
  }

  public func quantile(_ p: Double, at theta: ParameterValues) -> Double {
    theta[0] + theta[1] * SpecialFunctions.normalQuantile(p)
  }

  public func mean(at theta: ParameterValues) -> Double { theta[0] }
  public func mode(at theta: ParameterValues) -> Double { theta[0] }
}
