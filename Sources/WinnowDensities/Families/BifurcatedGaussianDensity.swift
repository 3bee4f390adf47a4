import Foundation
import WinnowMath

/// Two halves of Gaussians that meet at the mode: p = √(2/π) exp(−t²/2)/(σ₁ + σ₂), t = (y − μ)/σ₁ below μ
/// and (y − μ)/σ₂ above.
public struct BifurcatedGaussianDensity: LocationScaleFamily {
  public init() {}
  public var name: String { "bifurcated" }
  public var summary: String { "bifurcated Gaussian: mu, sigma_low below it, sigma_high above" }
  public var parameters: [DensityParameter] {
    [.mu, .sigma("sigma_low", "σ_low"), .sigma("sigma_high", "σ_high")]
  }
  var standardStart: ParameterValues { [0, 1, 1, 0, 0, 0, 0, 0] }

  private static let normalisation = 0.5 * log(Double.pi / 2)
  private static let halfMean = (2 / Double.pi).squareRoot()

  @inline(__always)
  public func terms(
    of y: Double, at theta: ParameterValues, _ curvature: Curvature
  ) -> DensityTerms {
    let side = y < theta[0] ? 1 : 2
    let sigma = theta[side], total = theta[1] + theta[2]
    let t = (y - theta[0]) / sigma
    var terms = DensityTerms()
    terms.value = Self.normalisation + log(total) + t * t / 2
    terms.gradient[0] = -t / sigma
    terms.gradient[1] = 1 / total
    terms.gradient[2] = 1 / total
    terms.gradient[side] -= t * t / sigma
    guard curvature != .none else { return terms }
    for i in 1...2 {
      for j in 1...i { terms.curvature[i, j] = -1 / (total * total) }
    }
    if curvature == .observed {
      terms.curvature[0, 0] = 1 / (sigma * sigma)
      terms.curvature[side, 0] = 2 * t / (sigma * sigma)
      terms.curvature[side, side] += 3 * t * t / (sigma * sigma)
    } else {
      terms.curvature[0, 0] = 1 / (theta[1] * theta[2])
      for side in 1...2 {
        terms.curvature[side, 0] = (side == 1 ? -2 : 2) * Self.halfMean / (total * theta[side])
        terms.curvature[side, side] += 3 / (theta[side] * total)
      }
    }
    return terms
  }

  public func cdf(_ y: Double, at theta: ParameterValues) -> Double {
    let total = theta[1] + theta[2], below = y < theta[0]
    let sigma = below ? theta[1] : theta[2]
    let tail = 2 * sigma / total * SpecialFunctions.normalCDF(-abs(y - theta[0]) / sigma)
    return below ? tail : 1 - tail
  }

  public func quantile(_ p: Double, at theta: ParameterValues) -> Double {
    let total = theta[1] + theta[2], below = p * total < theta[1]
    let sigma = below ? theta[1] : theta[2], share = below ? p : 1 - p
    let t = -SpecialFunctions.normalQuantile(share * total / (2 * sigma))
    return theta[0] + (below ? -sigma : sigma) * t
  }

  public func mean(at theta: ParameterValues) -> Double {
    theta[0] + Self.halfMean * (theta[2] - theta[1])
  }
  public func mode(at theta: ParameterValues) -> Double { theta[0] }
}
