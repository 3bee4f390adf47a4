import Foundation
import Testing
import WinnowCore
import WinnowDensities
import WinnowTestSupport

struct FamilyTests {
  /// Central differences of −ln p in each parameter.
  @Test(arguments: DensityCase.all)
  func firstDerivativesAreThoseOfTheDensity(_ density: DensityCase) {
    for share in DensityCase.shares {
      let y = density.family.quantile(share, at: density.theta)
      let terms = density.family.terms(of: y, at: density.theta, .none)
      for k in 0..<density.count {
        let step = 1e-5
        let high = density.family.logDensity(y, at: density.moved(k, by: step))
        let low = density.family.logDensity(y, at: density.moved(k, by: -step))
        #expect(
          isClose(terms.gradient[k], (low - high) / (2 * step), relative: 1e-5, absolute: 1e-6),
          "\(density.family.parameters[k].name) at \(share)")
      }
    }
  }

  /// Central differences of the analytic first derivatives.
  @Test(arguments: DensityCase.all)
  func secondDerivativesAreThoseOfTheFirst(_ density: DensityCase) {
    for share in DensityCase.shares {
      let y = density.family.quantile(share, at: density.theta)
      let terms = density.family.terms(of: y, at: density.theta, .observed)
      for k in 0..<density.count {
        let step = 1e-5
        let high = density.family.terms(of: y, at: density.moved(k, by: step), .none).gradient
        let low = density.family.terms(of: y, at: density.moved(k, by: -step), .none).gradient
        for j in 0..<density.count {
          #expect(
            isClose(terms.curvature[j, k], (high[j] - low[j]) / (2 * step), relative: 1e-4, absolute: 1e-5),
            "\(j), \(k) at \(share)")
        }
      }
    }
  }

  /// The mean of the observed curvature over the distribution, by the midpoint rule in its quantiles.
  @Test(arguments: DensityCase.all)
  func informationIsTheMeanOfTheCurvature(_ density: DensityCase) {
    let cells = 40_000
    let expected = density.family.terms(of: 1, at: density.theta, .expected).curvature
    var sums = [Double](repeating: 0, count: density.count * density.count)
    for cell in 0..<cells {
      let y = density.family.quantile((Double(cell) + 0.5) / Double(cells), at: density.theta)
      let terms = density.family.terms(of: y, at: density.theta, .observed)
      for i in 0..<density.count {
        for j in 0..<density.count { sums[i * density.count + j] += terms.curvature[i, j] / Double(cells) }
      }
    }
    for i in 0..<density.count {
      for j in 0..<density.count {
        let scale = (expected[i, i] * expected[j, j]).squareRoot()
        #expect(abs(sums[i * density.count + j] - expected[i, j]) < 2e-3 * scale + 1e-8, "\(i), \(j)")
      }
    }
  }

  /// dF/dy = p, so that the density is normalised as well.
  @Test(arguments: DensityCase.all)
  func theCumulativeFunctionIntegratesTheDensity(_ density: DensityCase) {
    let family = density.family, theta = density.theta
    for share in DensityCase.shares {
      let y = family.quantile(share, at: theta)
      #expect(isClose(family.cdf(y, at: theta), share, relative: 1e-7, absolute: 1e-12))
      let step = 1e-5 * (family.quantile(0.8, at: theta) - family.quantile(0.2, at: theta))
      let slope = (family.cdf(y + step, at: theta) - family.cdf(y - step, at: theta)) / (2 * step)
      #expect(isClose(exp(density.density(y)), slope, relative: 1e-4, absolute: 1e-9), "\(share)")
    }
    #expect(family.cdf(-1e30, at: theta) < 1e-6 && family.cdf(1e30, at: theta) > 1 - 1e-6)
  }

  @Test(arguments: DensityCase.all)
  func meanModeAndSpreadAreThoseOfTheDistribution(_ density: DensityCase) {
    let family = density.family, theta = density.theta
    let mode = family.mode(at: theta), peak = density.density(mode)
    for share in DensityCase.shares {
      #expect(density.density(family.quantile(share, at: theta)) <= peak + 1e-12)
    }
    let width = family.quantile(0.8415, at: theta) - family.quantile(0.1585, at: theta)
    #expect(isClose(family.effectiveSigma(at: theta), width / 2))
    let cells = 400_000
    let mean = (0..<cells).reduce(0.0) {
      $0 + family.quantile((Double($1) + 0.5) / Double(cells), at: theta) / Double(cells)
    }
    // Beyond n = 2 a Crystal Ball has a mean, and near it the sum misses much of the tail.
    let exact = family.mean(at: theta)
    let lightest = zip(family.parameters, density.values).filter { $0.0.name.hasPrefix("n") }.map(\.1).min()
    if let lightest, lightest <= 2 {
      #expect(!exact.isFinite)
    } else {
      #expect(abs(exact - mean) < 0.01 * family.effectiveSigma(at: theta))
    }
  }

  /// −ln p and its slopes stay finite where a power of a number would not.
  @Test(arguments: DensityCase.all)
  func tailsAreFinite(_ density: DensityCase) {
    let links = ParameterLinks(density.family)
    for free in [-30.0, 0, 30] {
      let theta = links.values(ParameterValues(repeating: free))
      for y in [1e-30, 1, 1e4, 1e12] as [Double] {
        for side in density.family.needsPositive ? [1.0] : [1, -1] {
          for curvature in [Curvature.observed, .expected] {
            let terms = density.family.terms(of: side * y, at: theta, curvature)
            #expect(terms.value.isFinite, "\(y) at \(free)")
            for k in 0..<density.count {
              #expect(terms.gradient[k].isFinite && terms.curvature[k, k].isFinite, "\(y) at \(free)")
            }
          }
        }
      }
    }
  }

  @Test func aCrystalBallWithFarTailsIsAGaussian() {
    let ball = DensityCase(DoubleCrystalBallDensity(), [0.5, 1.5, 6, 50, 6, 50])
    let gauss = DensityCase(GaussianDensity(), [0.5, 1.5])
    for y in [-3.0, 0, 0.5, 2, 5] {
      #expect(isClose(ball.density(y), gauss.density(y), relative: 1e-7))
    }
  }

  /// SciPy 1.x: stats.norm, t, lognorm and crystalball at one point each.
  @Test func agreesWithOtherPrograms() {
    let expected: [(DensityCase, Double, Double, Double)] = SciPyValues.all
    for (density, y, logarithm, cumulative) in expected {
      #expect(isClose(density.density(y), logarithm, relative: 1e-10), "\(density.family.name)")
      #expect(isClose(density.family.cdf(y, at: density.theta), cumulative, relative: 1e-9))
    }
  }

  @Test(arguments: DensityCase.all)
  func linksKeepTheirBoundsAndDerivatives(_ density: DensityCase) {
    let links = ParameterLinks(density.family)
    for free in [-3.0, -0.4, 0, 1.1, 2.5] {
      let step = 1e-5
      let middle = links.expand(ParameterValues(repeating: free))
      let high = links.expand(ParameterValues(repeating: free + step))
      let low = links.expand(ParameterValues(repeating: free - step))
      for (k, parameter) in density.family.parameters.enumerated() {
        #expect(isClose(middle.first[k], (high.value[k] - low.value[k]) / (2 * step), relative: 1e-6))
        #expect(
          isClose(middle.second[k], (high.first[k] - low.first[k]) / (2 * step), relative: 1e-5, absolute: 1e-7))
        if let bounds = parameter.bounds { #expect(bounds.contains(middle.value[k])) }
        #expect(isClose(links.free(middle.value)[k], free, relative: 1e-6, absolute: 1e-9))
      }
    }
  }

  @Test func unknownNamesHaveHints() {
    let error = #expect(throws: WinnowError.self) { try DensityCatalog.family(named: "dsbc") }
    #expect(error?.message.contains("dscb") == true)
    #expect(Set(DensityCatalog.names).count == DensityCatalog.families.count)
  }
}
