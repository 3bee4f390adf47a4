import CGSL

extension SpecialFunctions {
  /// ln Γ(x) for x > 0.
  public static func logGamma(_ x: Double) -> Double { withErrorCodes { gsl_sf_lngamma(x) } }

  /// ψ(x) = d ln Γ(x)/dx for x > 0.
  public static func digamma(_ x: Double) -> Double { withErrorCodes { gsl_sf_psi(x) } }

  /// ψ′(x) for x > 0.
  public static func trigamma(_ x: Double) -> Double { withErrorCodes { gsl_sf_psi_1(x) } }

  /// P(T ≤ t) of Student's distribution with ν degrees of freedom.
  public static func studentCDF(_ t: Double, degrees nu: Double) -> Double {
    withErrorCodes { gsl_cdf_tdist_P(t, nu) }
  }

  /// The t with P(T ≤ t) = p; −∞ at 0, ∞ at 1, NaN outside [0, 1].
  public static func studentQuantile(_ p: Double, degrees nu: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    if p == 0 || p == 1 { return p == 0 ? -.infinity : .infinity }
    return withErrorCodes { gsl_cdf_tdist_Pinv(p, nu) }
  }
}
