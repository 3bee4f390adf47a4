import Foundation
import WinnowMath

/// The double-sided Crystal Ball density: a Gaussian core with a power law on either side.
///
/// With t = (y − μ)/σ: exp(−t²/2) for −α_L ≤ t ≤ α_R; on the right
/// exp(−α_R²/2) (1 + α_R (t − α_R)/n_R)^(−n_R), on the left its mirror image. The integrals over t are
/// √(π/2)(erf(α_L/√2) + erf(α_R/√2)) of the core and n/(α(n − 1)) exp(−α²/2) of a tail. Reference:
/// ATLAS, arXiv:1407.6583, and CMS, arXiv:1502.02702.
package struct CrystalBall: Sendable {
  package let mean: Double
  package let width: Double
  package let left: Tail
  package let right: Tail
  private let core: Double
  private let total: Double

  /// One power law: where it starts, in widths, and its exponent, above 1.
  package struct Tail: Sendable {
    package let alpha: Double
    package let power: Double
    let height: Double
    let area: Double

    package init(alpha: Double, power: Double) {
      self.alpha = alpha
      self.power = power
      height = exp(-alpha * alpha / 2)
      area = power / (alpha * (power - 1)) * height
    }

    /// The area beyond t ≥ α: area · s^(1−n) with s = 1 + α(t − α)/n.
    func areaBeyond(_ t: Double) -> Double { area * pow(stretch(t), 1 - power) }

    /// The inverse of `areaBeyond`.
    func position(areaBeyond wanted: Double) -> Double {
      alpha + power / alpha * (pow(wanted / area, -1 / (power - 1)) - 1)
    }

    func logDensity(_ t: Double) -> Double { -alpha * alpha / 2 - power * log(stretch(t)) }

    /// ∫ t of this tail; finite for powers above 2.
    var firstMoment: Double {
      let scale = power / alpha
      return height / (power - 1) * (power + scale * scale / (power - 2))
    }

    private func stretch(_ t: Double) -> Double { 1 + alpha * (t - alpha) / power }
  }

  /// - Parameters: μ and σ > 0 of the core, in the units of y.
  package init(mean: Double, width: Double, left: Tail, right: Tail) {
    self.mean = mean
    self.width = width
    self.left = left
    self.right = right
    core = (Double.pi / 2).squareRoot()
      * (erf(left.alpha / 2.squareRoot()) + erf(right.alpha / 2.squareRoot()))
    total = left.area + core + right.area
  }

  /// P(Y ≤ y).
  package func cumulative(_ y: Double) -> Double {
    let t = (y - mean) / width
    if t < -left.alpha { return left.areaBeyond(-t) / total }
    if t > right.alpha { return 1 - right.areaBeyond(t) / total }
    let from = SpecialFunctions.normalCDF(-left.alpha)
    let area = (2 * Double.pi).squareRoot() * (SpecialFunctions.normalCDF(t) - from)
    return (left.area + area) / total
  }

  /// The y below which lies the share p, 0 < p < 1.
  package func quantile(_ p: Double) -> Double {
    let below = p * total
    let above = total - below
    if below < left.area { return mean - width * left.position(areaBeyond: below) }
    if above < right.area { return mean + width * right.position(areaBeyond: above) }
    let from = SpecialFunctions.normalCDF(-left.alpha)
    let share = from + (below - left.area) / (2 * Double.pi).squareRoot()
    return mean + width * SpecialFunctions.normalQuantile(share)
  }

  package func logDensity(_ y: Double) -> Double {
    let t = (y - mean) / width
    let shape =
      t < -left.alpha ? left.logDensity(-t) : t > right.alpha ? right.logDensity(t) : -t * t / 2
    return shape - log(width * total)
  }

  /// ∫ y p(y) dy, which tails of different size move away from μ; powers above 2.
  package var expectation: Double {
    let moment = left.height - right.height + right.firstMoment - left.firstMoment
    return mean + width * moment / total
  }

  package func draw(_ random: inout CounterRandom) -> Double {
    // The middles of 2⁵² cells: neither 0 nor 1, where a power law has no finite quantile.
    quantile((Double(random.next() >> 12) + 0.5) * 0x1p-52)
  }
}
