import CGSL
import Foundation

/// Functions of the normal and other distributions, by GSL.
public enum SpecialFunctions {
  /// Φ(x), the normal cumulative function.
  public static func normalCDF(_ x: Double) -> Double { erfc(-x / 2.squareRoot()) / 2 }

  /// Φ⁻¹(p); −∞ at 0, ∞ at 1, NaN outside [0, 1].
  public static func normalQuantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    return gsl_cdf_ugaussian_Pinv(p)
  }

  /// erf⁻¹(y); ±∞ at ±1, NaN outside [−1, 1].
  public static func erfInverse(_ y: Double) -> Double {
    guard abs(y) <= 1 else { return .nan }
    // Near 0 the quantile of ½(1 + y) would lose the digits of y that the sum with 1 rounds away.
    let tail = y < 0 ? -gsl_cdf_ugaussian_Pinv((1 + y) / 2) : gsl_cdf_ugaussian_Qinv((1 - y) / 2)
    guard abs(y) < 1e-4 else { return (y < 0 ? -tail : tail) / 2.squareRoot() }
    let scale = Double.pi.squareRoot() / 2
    return scale * y * (1 + .pi * y * y / 12 * (1 + 7 * .pi * y * y / 40))
  }

  /// P(χ² > x) with n degrees of freedom; NaN for a negative x or n not positive.
  public static func chiSquareSurvival(_ x: Double, degrees n: Double) -> Double {
    guard x >= 0, n > 0, x.isFinite, n.isFinite else { return x == .infinity ? 0 : .nan }
    return withErrorCodes { gsl_cdf_chisq_Q(x, n) }
  }

  /// P(K > λ) of Kolmogorov's distribution: 2 Σ (−1)^{k−1} exp(−2k²λ²).
  public static func kolmogorovSurvival(_ lambda: Double) -> Double {
    guard !lambda.isNaN else { return .nan }
    if lambda <= 0 { return 1 }
    return lambda < 1.18 ? 1 - smallKolmogorov(lambda) : largeKolmogorov(lambda)
  }

  /// √(2π)/λ Σ exp(−(2k−1)²π²/(8λ²)): converges fast for small λ.
  private static func smallKolmogorov(_ lambda: Double) -> Double {
    let exponent = -Double.pi * .pi / (8 * lambda * lambda)
    let sum = [1.0, 9, 25, 49].reduce(0) { $0 + exp($1 * exponent) }
    return (2 * Double.pi).squareRoot() / lambda * sum
  }

  private static func largeKolmogorov(_ lambda: Double) -> Double {
    let x = exp(-2 * lambda * lambda)
    return 2 * (x - pow(x, 4) + pow(x, 9) - pow(x, 16))
  }

  /// GSL ends the process on a domain error unless its handler is off; the functions then return NaN
  /// or a code.
  static func withErrorCodes<Value>(_ body: () -> Value) -> Value {
    _ = handlerOff
    return body()
  }

  private static let handlerOff: Void = { _ = unsafe gsl_set_error_handler_off() }()
}
