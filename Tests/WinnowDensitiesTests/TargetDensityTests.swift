import Foundation
import Testing
import WinnowCore
import WinnowDensities
import WinnowTestSupport

/// Densities of targets of which something else was learnt.
struct TargetDensityTests {
  private static let prediction = DensityPrediction(
    target: "y", family: "dscb",
    parameters: ["mu", "sigma", "alpha_low", "n_low", "alpha_high", "n_high"],
    values: [[1.1, 0.9], [0.05, 0.1], [1.5, 1.2], [4, 3], [1.7, 2], [6, 3]])

  private static func densities(_ isLogarithmic: Bool, raw: [Double]?) throws -> TargetDensities {
    try TargetDensities(DensityColumns(prediction), isLogarithmic: isLogarithmic, raw: raw)
  }

  /// p = dF/dy, F(Q(p)) = p, and Q is Q of what was learnt on the way back, for each transform.
  @Test(arguments: [false, true], [nil, [50, 80]] as [[Double]?])
  func transformsMoveQuantilesAndDensities(_ isLogarithmic: Bool, _ raw: [Double]?) throws {
    let densities = try Self.densities(isLogarithmic, raw: raw)
    for event in 0...1 {
      for share in [0.01, 0.2, 0.5, 0.8, 0.99] {
        let y = densities.quantile(share, event: event)
        #expect(isClose(densities.cdf(y, event: event), share, relative: 1e-9))
        let step = 1e-5 * y
        let slope = (densities.cdf(y + step, event: event) - densities.cdf(y - step, event: event))
          / (2 * step)
        #expect(isClose(exp(densities.logDensity(y, event: event)), slope, relative: 1e-5))
        let theta = densities.learnt.theta(event)
        let inner = densities.learnt.family.quantile(share, at: theta)
        let outer = (isLogarithmic ? exp(inner) : inner) * (raw?[event] ?? 1)
        #expect(isClose(y, outer))
      }
      let half = (densities.quantile(0.8415, event: event) - densities.quantile(0.1585, event: event)) / 2
      #expect(isClose(densities.sigma(event: event), half))
    }
  }

  @Test func logarithmsEndAtZero() throws {
    let densities = try Self.densities(true, raw: nil)
    #expect(densities.cdf(-1, event: 0) == 0 && densities.logDensity(0, event: 0) == -.infinity)
  }

  @Test func thereIsNoDensityWhereTheRawEstimateIsNotPositive() throws {
    let densities = try Self.densities(false, raw: [50, -80])
    #expect(densities.sigma(event: 0) > 0 && densities.sigma(event: 1).isNaN)
    #expect(densities.logDensity(10, event: 1).isNaN && densities.cdf(10, event: 1).isNaN)
  }

  @Test func unknownFamiliesAreErrors() {
    for (family, names) in [("dsbc", ["mu"]), ("gaussian", ["mu"]), ("quantiles", ["q50", "q16"])] {
      let error = #expect(throws: WinnowError.self) {
        try DensityColumns(
          DensityPrediction(
            target: "y", family: family, parameters: names, values: names.map { _ in [1] }))
      }
      #expect(error?.kind == .badData)
    }
  }

  /// Joined quantiles: shares come back, the density integrates to 1 and is the slope of F.
  @Test func quantilesAreADistribution() {
    let family = QuantileDensity(levels: [0.1, 0.5, 0.9])
    let theta: ParameterValues = [-1, 0.5, 3, 0, 0, 0, 0, 0]
    for share in [0.001, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.9999] {
      let y = family.quantile(share, at: theta)
      #expect(isClose(family.cdf(y, at: theta), share, relative: 1e-9))
      let slope = (family.cdf(y + 1e-6, at: theta) - family.cdf(y - 1e-6, at: theta)) / 2e-6
      if ![0.1, 0.5, 0.9].contains(share) {
        #expect(isClose(exp(family.logDensity(y, at: theta)), slope, relative: 1e-4))
      }
    }
    #expect(family.parameters.map(\.name) == ["q10", "q50", "q90"])
    #expect(QuantileDensity.name(of: 0.025) == "q2.5")
    let cells = 200_000
    let mean = (0..<cells).reduce(0.0) {
      $0 + family.quantile((Double($1) + 0.5) / Double(cells), at: theta) / Double(cells)
    }
    #expect(isClose(family.mean(at: theta), mean, relative: 1e-3))
    #expect(family.mode(at: theta) == -0.25)
  }
}
