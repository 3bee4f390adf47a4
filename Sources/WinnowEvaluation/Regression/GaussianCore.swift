import Foundation
import WinnowMath

/// The Gaussian that fits the core of a distribution, within two of its own standard deviations.
///
/// In the window [μ − 2σ, μ + 2σ] a Gaussian cut off at its ends is fitted by maximum likelihood, unbinned
/// and weighted; the window follows the fit until both agree. The errors are those of the weighted score
/// (sandwich) and take the window as given.
public struct GaussianCore: Sendable, Hashable, Codable {
  public let mean: Measured
  public let sigma: Measured

  static let undefined = GaussianCore(mean: .undefined, sigma: .undefined)

  private static let halfWindow = 2.0
  private static let windows = 40

  private init(mean: Measured, sigma: Measured) {
    self.mean = mean
    self.sigma = sigma
  }

  /// - Returns: undefined figures where the core has no maximum that a Gaussian could follow, or too few
  ///   events.
  /// - Complexity: O(n × windows).
  public init(_ deviations: Deviations) {
    self = Self.undefined
    guard let start = WeightedDistribution(
      deviations.values.map { Float($0) }, weights: deviations.weights)
    else { return }
    var centre = start.quantile(0.5)
    var width = start.shortestInterval(holding: Deviations.effectiveContent).width / 2
    for _ in 0..<Self.windows {
      guard width > 0, let fit = CutGaussian(
        deviations, centre: centre, width: width, half: Self.halfWindow)
      else { return }
      let mean = centre + width * fit.mean, sigma = width * fit.sigma
      let isSettled = abs(mean - centre) + abs(sigma - width) < 1e-4 * width
      self.init(
        mean: Measured(mean, width * fit.meanError), sigma: Measured(sigma, width * fit.sigmaError))
      if isSettled { return }
      (centre, width) = (mean, sigma)
    }
  }
}

/// A Gaussian cut off at ±half, fitted to the events inside by matching ⟨x⟩ and ⟨x²⟩, which is maximum
/// likelihood: with η = (μ/σ², −1/2σ²) the density is of exponential form, and Newton's steps use the
/// covariance of (x, x²) under it.
private struct CutGaussian {
  let mean: Double
  let sigma: Double
  let meanError: Double
  let sigmaError: Double

  private static let steps = 60

  init?(_ deviations: Deviations, centre: Double, width: Double, half: Double) {
    var sums = WeightSum(), data = SIMD2<Double>.zero
    var inside: [(x: Double, weight: Double)] = []
    for row in deviations.values.indices {
      let x = (deviations.values[row] - centre) / width, weight = deviations.weights[row]
      guard abs(x) <= half, weight != 0 else { continue }
      inside.append((x, weight))
      sums.add(weight)
      data += weight * SIMD2(x, x * x)
    }
    guard sums.sum > 0, sums.effective > 5 else { return nil }
    data /= sums.sum
    var eta = SIMD2(0, -0.5)
    var moments = CutMoments(eta, half: half)
    for _ in 0..<Self.steps {
      let change = moments.solve(data - moments.mean)
      // A Gaussian must stay one: at most half the way to no curvature in one step.
      let scale = change.y > 0 ? min(1, -eta.y / (2 * change.y)) : 1
      eta += scale * change
      guard eta.y < -1e-3, eta.x.isFinite, eta.y.isFinite else { return nil }
      moments = CutMoments(eta, half: half)
      if abs(change.x) + abs(change.y) < 1e-11 { break }
    }
    let variance = -1 / (2 * eta.y)
    mean = eta.x * variance
    sigma = variance.squareRoot()
    let towardsMean = moments.solve(SIMD2(variance, 2 * mean * variance))
    let towardsSigma = moments.solve(SIMD2(0, variance * variance.squareRoot()))
    var squares = SIMD2<Double>.zero
    for (x, weight) in inside {
      let score = weight * (SIMD2(x, x * x) - moments.mean)
      let moves = SIMD2((score * towardsMean).sum(), (score * towardsSigma).sum())
      squares += moves * moves
    }
    meanError = squares.x.squareRoot() / sums.sum
    sigmaError = squares.y.squareRoot() / sums.sum
  }
}

/// Mean and covariance of (x, x²) under a Gaussian cut off at ±half.
private struct CutMoments {
  let mean: SIMD2<Double>
  private let covariance: (xx: Double, xy: Double, yy: Double)

  init(_ eta: SIMD2<Double>, half: Double) {
    let variance = -1 / (2 * eta.y), sigma = variance.squareRoot(), centre = eta.x * variance
    let ends = SIMD2(-half - centre, half - centre) / sigma
    let norm = SpecialFunctions.normalCDF(ends.y) - SpecialFunctions.normalCDF(ends.x)
    let density = SIMD2(Self.normal(ends.x), Self.normal(ends.y)) / norm
    // ⟨z^k⟩ = (k − 1)⟨z^{k−2}⟩ + a^{k−1} φ(a) − b^{k−1} φ(b).
    var z = [1.0, density.x - density.y, 0, 0, 0]
    for k in 2...4 {
      let edge = pow(ends.x, Double(k - 1)) * density.x - pow(ends.y, Double(k - 1)) * density.y
      z[k] = Double(k - 1) * z[k - 2] + edge
    }
    let x = Self.shifted(z, by: centre, scale: sigma)
    mean = SIMD2(x[1], x[2])
    covariance = (x[2] - x[1] * x[1], x[3] - x[1] * x[2], x[4] - x[2] * x[2])
  }

  /// Moments of centre + σz from those of z.
  private static func shifted(_ z: [Double], by centre: Double, scale: Double) -> [Double] {
    let binomials: [[Double]] = [[1], [1, 1], [1, 2, 1], [1, 3, 3, 1], [1, 4, 6, 4, 1]]
    return binomials.enumerated().map { order, factors in
      factors.enumerated().reduce(0) { sum, term in
        sum + term.element * pow(centre, Double(order - term.offset))
          * pow(scale, Double(term.offset)) * z[term.offset]
      }
    }
  }

  private static func normal(_ x: Double) -> Double { exp(-x * x / 2) / (2 * Double.pi).squareRoot() }

  /// The covariance matrix inverted on a vector.
  func solve(_ right: SIMD2<Double>) -> SIMD2<Double> {
    let (xx, xy, yy) = covariance
    let determinant = xx * yy - xy * xy
    return SIMD2(yy * right.x - xy * right.y, xx * right.y - xy * right.x) / determinant
  }
}
