import Foundation
import WinnowMath

/// One side of a Crystal Ball in the distance u = |t| from the peak: exp(−u²/2) up to α, beyond it
/// exp(−α²/2) q^−n with q = 1 + (α/n)(u − α).
struct CrystalBallSide {
  let alpha: Double
  let power: Double
  /// exp(−α²/2).
  let edge: Double
  /// The areas of core and tail.
  let core: Double
  let tail: Double

  @inline(__always)
  init(alpha: Double, power: Double) {
    self.alpha = alpha
    self.power = power
    edge = exp(-alpha * alpha / 2)
    core = (Double.pi / 2).squareRoot() * erf(alpha / 2.0.squareRoot())
    tail = power / (alpha * (power - 1)) * edge
  }

  /// A Gaussian without a tail.
  @inline(__always)
  init() {
    (alpha, power) = (1e9, 2)
    (edge, core, tail) = (0, (Double.pi / 2).squareRoot(), 0)
  }

  /// n/(n − 1).
  private var ratio: Double { power / (power - 1) }
  @inline(__always) var area: Double { core + tail }
  // Derivatives of the area.
  @inline(__always) var alphaSlope: Double { edge * (1 - ratio * (1 + 1 / (alpha * alpha))) }
  @inline(__always) var powerSlope: Double { -edge / (alpha * (power - 1) * (power - 1)) }
  @inline(__always) var alphaBend: Double { 2 * ratio * edge / (alpha * alpha * alpha) - alpha * alphaSlope }
  @inline(__always) var mixedBend: Double {
    edge * (1 + 1 / (alpha * alpha)) / ((power - 1) * (power - 1))
  }
  @inline(__always) var powerBend: Double { -2 * powerSlope / (power - 1) }

  /// Means of 1, 1/q and 1/q² over the tail, times how much the tail counts: for one event in it, or
  /// expected.
  struct Moments {
    var weight = 0.0
    var first = 0.0
    var second = 0.0
  }

  /// In the tail 1/q^m has the mean (n − 1)/(n + m − 1).
  @inline(__always)
  func expected(_ area: Double) -> Moments {
    let share = tail / area
    return Moments(
      weight: share, first: share * (power - 1) / power, second: share * (power - 1) / (power + 1))
  }

  /// Second derivatives of ln of the tail, each times a moment; with d = α − n/α and k = d − 2α all are
  /// polynomials in 1/q.
  struct Bends {
    var uu = 0.0, ofWidth = 0.0, ofScale = 0.0
    var uAlpha = 0.0, scaleAlpha = 0.0, uPower = 0.0, scalePower = 0.0
    var alphaAlpha = 0.0, alphaPower = 0.0, powerPower = 0.0
  }

  @inline(__always)
  func bends(_ m: Moments) -> Bends {
    let c = power / alpha, d = alpha - c, k = d - 2 * alpha
    let one = m.weight, e1 = m.first, e2 = m.second
    let slope = alpha / power
    var bends = Bends()
    bends.uu = alpha * slope * e2
    bends.ofWidth = alpha * (alpha * slope - 1) * e2
    bends.ofScale = alpha * slope * (d * d * e2 + 2 * d * c * e1 + c * c * one)
      - 2 * alpha * (d * e1 + c * one)
    bends.uAlpha = slope * k * e2
    bends.scaleAlpha = slope * k * d * e2 + k * e1
    bends.uPower = -slope * (e1 - e2)
    bends.scalePower = -slope * (c * one + (d - c) * e1 - d * e2)
    bends.alphaAlpha = -one + 2 * e1 + (k * k * e2 + 2 * k * c * e1 + c * c * one) / power
    bends.alphaPower = -(c * one + (k - c) * e1 - k * e2) / power
    bends.powerPower = (one - 2 * e1 + e2) / power
    return bends
  }
}

/// A Gaussian core in t between two sides of a Crystal Ball; a side without a tail is Gaussian.
///
/// p = exp(−t²/2)/(N σ) for −α₁ ≤ t ≤ α₂ and power tails beyond, N the area of both sides (Oreglia, SLAC-236
/// (1980), app. D; with two tails: ATLAS, arXiv:1407.6583). Parameters: μ, σ, then α and n of each side.
struct CrystalBallShape {
  let low: CrystalBallSide
  let high: CrystalBallSide
  let area: Double

  @inline(__always)
  init(low: CrystalBallSide, high: CrystalBallSide) {
    self.low = low
    self.high = high
    area = low.area + high.area
  }

  @inline(__always)
  func terms(_ t: Double, sigma: Double, _ curvature: Curvature) -> DensityTerms {
    let isHigh = t > 0, side = isHigh ? high : low, u = t.magnitude
    let inTail = u > side.alpha
    let rise = inTail ? side.alpha / side.power * (u - side.alpha) : 0
    let inverse = 1 / (1 + rise), logarithm = inTail ? log1p(rise) : 0
    // −ln of the shape and its slope in t.
    let depth = inTail ? side.alpha * side.alpha / 2 + side.power * logarithm : u * u / 2
    let pull = inTail ? side.alpha * inverse : u
    var bends = (low: CrystalBallSide.Bends(), high: CrystalBallSide.Bends())
    var curve = StandardCurve(value: log(area) + depth, slope: isHigh ? pull : -pull)
    if curvature != .none {
      let core: SIMD3<Double>
      if curvature == .observed {
        let moments = CrystalBallSide.Moments(weight: 1, first: inverse, second: inverse * inverse)
        if inTail && isHigh { bends.high = high.bends(moments) }
        if inTail && !isHigh { bends.low = low.bends(moments) }
        core = inTail ? SIMD3() : SIMD3(1, t, t * t)
      } else {
        bends = (low.bends(low.expected(area)), high.bends(high.expected(area)))
        core = expectedCore
      }
      curve.bend = core.x - bends.low.uu - bends.high.uu
      curve.bendOfWidth = 2 * core.y + bends.low.ofWidth - bends.high.ofWidth
      curve.bendOfScale = 3 * core.z - bends.low.ofScale - bends.high.ofScale
    }
    var terms = curve.terms(t, sigma: sigma, curvature)
    addSides(&terms, isHigh: isHigh, u, rise, logarithm, inverse)
    if curvature != .none { addBends(&terms, bends, sigma) }
    return terms
  }

  /// Means of 1, t and t² over the core, times its share.
  @inline(__always)
  private var expectedCore: SIMD3<Double> {
    let share = low.core + high.core
    let square = share - low.alpha * low.edge - high.alpha * high.edge
    return SIMD3(share, low.edge - high.edge, square) / area
  }

  /// First derivatives by α and n.
  @inline(__always)
  private func addSides(
    _ terms: inout DensityTerms, isHigh: Bool, _ u: Double, _ rise: Double, _ logarithm: Double,
    _ inverse: Double
  ) {
    terms.gradient[2] = low.alphaSlope / area
    terms.gradient[3] = low.powerSlope / area
    terms.gradient[4] = high.alphaSlope / area
    terms.gradient[5] = high.powerSlope / area
    let side = isHigh ? high : low
    guard u > side.alpha else { return }
    let byAlpha = side.alpha + (u - 2 * side.alpha) * inverse
    let byPower = logarithm - rise * inverse
    if isHigh {
      terms.gradient[4] += byAlpha
      terms.gradient[5] += byPower
    } else {
      terms.gradient[2] += byAlpha
      terms.gradient[3] += byPower
    }
  }

  @inline(__always)
  private func addBends(
    _ terms: inout DensityTerms, _ bends: (low: CrystalBallSide.Bends, high: CrystalBallSide.Bends),
    _ sigma: Double
  ) {
    let slopes = SIMD4(low.alphaSlope, low.powerSlope, high.alphaSlope, high.powerSlope) / area
    for i in 0..<4 {
      for j in 0...i { terms.curvature[2 + i, 2 + j] = -slopes[i] * slopes[j] }
    }
    add(low, bends.low, at: 2, direction: 1, sigma, &terms)
    add(high, bends.high, at: 4, direction: -1, sigma, &terms)
  }

  @inline(__always)
  private func add(
    _ side: CrystalBallSide, _ bends: CrystalBallSide.Bends, at place: Int, direction: Double,
    _ sigma: Double, _ terms: inout DensityTerms
  ) {
    terms.curvature[place, 0] = -direction * bends.uAlpha / sigma
    terms.curvature[place + 1, 0] = -direction * bends.uPower / sigma
    terms.curvature[place, 1] = bends.scaleAlpha / sigma
    terms.curvature[place + 1, 1] = bends.scalePower / sigma
    terms.curvature[place, place] += side.alphaBend / area - bends.alphaAlpha
    terms.curvature[place + 1, place] += side.mixedBend / area - bends.alphaPower
    terms.curvature[place + 1, place + 1] += side.powerBend / area - bends.powerPower
  }
}

// MARK: - Distribution

extension CrystalBallShape {
  private static var gaussian: Double { (2 * Double.pi).squareRoot() }

  /// P(T ≤ t).
  func cdf(_ t: Double) -> Double {
    if t < -low.alpha { return low.beyond(-t) / area }
    if t > high.alpha { return 1 - high.beyond(t) / area }
    // From the nearer end, so that small tails keep their digits.
    if t <= 0 {
      return (low.tail + Self.gaussian * between(-low.alpha, t)) / area
    }
    return 1 - (high.tail + Self.gaussian * between(-high.alpha, -t)) / area
  }

  private func between(_ a: Double, _ b: Double) -> Double {
    SpecialFunctions.normalCDF(b) - SpecialFunctions.normalCDF(a)
  }

  func quantile(_ p: Double) -> Double {
    let below = p * area, above = (1 - p) * area
    if below <= low.tail { return -low.distance(beyond: below) }
    if above <= high.tail { return high.distance(beyond: above) }
    if below <= low.area {
      return Self.normalQuantile((below - low.tail) / Self.gaussian, from: low.alpha)
    }
    return -Self.normalQuantile((above - high.tail) / Self.gaussian, from: high.alpha)
  }

  private static func normalQuantile(_ share: Double, from alpha: Double) -> Double {
    SpecialFunctions.normalQuantile(min(0.5, SpecialFunctions.normalCDF(-alpha) + share))
  }

  /// ⟨t⟩; infinite or NaN for n ≤ 2.
  var mean: Double {
    (low.edge - high.edge + high.tailMean - low.tailMean) / area
  }
}

extension CrystalBallSide {
  /// The area beyond a distance in the tail.
  fileprivate func beyond(_ u: Double) -> Double {
    tail * exp((1 - power) * log1p(alpha / power * (u - alpha)))
  }

  /// The distance beyond which an area of the tail lies.
  fileprivate func distance(beyond area: Double) -> Double {
    alpha + power / alpha * expm1(-log(area / tail) / (power - 1))
  }

  /// ∫ u over the tail.
  fileprivate var tailMean: Double {
    guard tail > 0 else { return 0 }
    return power > 2 ? tail * (alpha + power / (alpha * (power - 2))) : .infinity
  }
}
