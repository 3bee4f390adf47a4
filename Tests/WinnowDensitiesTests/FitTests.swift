import Foundation
import Testing
import WinnowCore
import WinnowDensities
import WinnowMath
import WinnowTestSupport

struct FitTests {
  static func toy(_ density: DensityCase, events: Int, seed: UInt64) -> [Float] {
    var random = CounterRandom(seed: seed, stream: 21)
    return (0..<events).map { _ in
      Float(density.family.quantile(random.positiveUniform() * (1 - 1e-12), at: density.theta))
    }
  }

  private static let truth = DensityCase(DoubleCrystalBallDensity(), [125, 1.6, 1.1, 2.6, 1.3, 3.2])

  /// Forty toys: pulls of mean 0 and width 1. n is skewed, so that its pulls are taken of ln(n − 1).
  @Test func pullsOfACrystalBallHaveUnitWidth() throws {
    let toys = 40
    var sums = [Double](repeating: 0, count: 6), squares = sums
    for toy in 0..<toys {
      let column = Self.toy(Self.truth, events: 8000, seed: UInt64(100 + toy))
      let fit = try DensityFit(
        Self.truth.family, to: column, weights: [Double](repeating: 1, count: column.count), threads: 2)
      #expect(fit.isConverged)
      for k in 0..<6 {
        let isPower = Self.truth.family.parameters[k].name.hasPrefix("n_")
        let (value, truth) = (fit.values[k], Self.truth.values[k])
        let pull = isPower
          ? (log(value - 1) - log(truth - 1)) * (value - 1) / fit.errors[k] : (value - truth) / fit.errors[k]
        sums[k] += pull
        squares[k] += pull * pull
      }
    }
    for k in 0..<6 {
      let mean = sums[k] / Double(toys)
      let width = (squares[k] / Double(toys) - mean * mean).squareRoot()
      #expect(abs(mean) < 0.6, "\(Self.truth.family.parameters[k].name): mean \(mean)")
      #expect(width > 0.7 && width < 1.35, "\(Self.truth.family.parameters[k].name): width \(width)")
    }
  }

  @Test func aHundredThousandEventsGiveTheParametersBack() throws {
    let column = Self.toy(Self.truth, events: 100_000, seed: 5)
    let fit = try DensityFit(
      Self.truth.family, to: column, weights: [Double](repeating: 1, count: column.count), threads: 2)
    for k in 0..<6 {
      #expect(abs(fit.values[k] - Self.truth.values[k]) < 4 * fit.errors[k], "\(fit.values) ± \(fit.errors)")
      #expect(fit.errors[k] < 0.1 * Self.truth.values[k])
    }
  }

  /// Every family gives its own toys back within five errors.
  @Test(arguments: DensityCase.all)
  func familiesFindTheirParameters(_ density: DensityCase) throws {
    let column = Self.toy(density, events: 20_000, seed: 9)
    let fit = try DensityFit(
      density.family, to: column, weights: [Double](repeating: 1, count: column.count))
    #expect(fit.isConverged)
    for k in 0..<density.count {
      #expect(
        abs(fit.values[k] - density.values[k]) < 5 * fit.errors[k],
        "\(density.family.parameters[k].name): \(fit.values[k]) ± \(fit.errors[k])")
    }
  }

  /// For a Gaussian all is known: mean, RMS, σ/√n, σ/√2n, and ½ n (1 + ln 2πσ²).
  @Test func theGaussianIsMeanAndRMS() throws {
    let column = Self.toy(DensityCase(GaussianDensity(), [3, 2]), events: 5000, seed: 3)
    let n = Double(column.count)
    let fit = try DensityFit(
      GaussianDensity(), to: column, weights: [Double](repeating: 1, count: column.count))
    let mean = column.reduce(0) { $0 + Double($1) } / n
    let rms = (column.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / n).squareRoot()
    #expect(isClose(fit.values, [mean, rms], relative: 1e-6))
    #expect(isClose(fit.errors, [rms / n.squareRoot(), rms / (2 * n).squareRoot()], relative: 1e-5))
    #expect(isClose(fit.negativeLogLikelihood, n / 2 * (1 + log(2 * .pi * rms * rms)), relative: 1e-8))
  }

  /// Weights 2 count as two equal events in the parameters, and as one event of weight 2 in the errors:
  /// √2 larger than those of twice as many events.
  @Test func weightedErrorsKnowTheSpreadOfTheWeights() throws {
    let column = Self.toy(DensityCase(GaussianDensity(), [3, 2]), events: 4000, seed: 4)
    var weights = [Double](repeating: 1, count: column.count)
    let plain = try DensityFit(GaussianDensity(), to: column, weights: weights)
    for row in weights.indices { weights[row] = row % 2 == 0 ? 3 : 1 }
    let weighted = try DensityFit(GaussianDensity(), to: column, weights: weights)
    // (Σw²)^½ / Σw = √5/2 · 1/√n.
    #expect(isClose(weighted.errors[0] / plain.errors[0], 5.0.squareRoot() / 2, relative: 0.05))
  }

  /// Half of the events of a background of weight 1, taken away again by as many of weight −1.
  @Test func negativeWeightsSubtract() throws {
    let peak = Self.toy(DensityCase(GaussianDensity(), [0, 1]), events: 20_000, seed: 6)
    let flat = Self.toy(DensityCase(GaussianDensity(), [1, 3]), events: 4000, seed: 7)
    let other = Self.toy(DensityCase(GaussianDensity(), [1, 3]), events: 4000, seed: 8)
    let weights = [Double](repeating: 1, count: 24_000) + [Double](repeating: -1, count: 4000)
    let fit = try DensityFit(GaussianDensity(), to: peak + flat + other, weights: weights)
    #expect(abs(fit.values[0]) < 5 * fit.errors[0] && abs(fit.values[1] - 1) < 5 * fit.errors[1])
  }

  @Test func sameBitsAtAnyThreadCount() throws {
    let column = Self.toy(Self.truth, events: 30_000, seed: 11)
    let weights = [Double](repeating: 1, count: column.count)
    let one = try DensityFit(Self.truth.family, to: column, weights: weights, threads: 1)
    let three = try DensityFit(Self.truth.family, to: column, weights: weights, threads: 3)
    #expect(one.values == three.values && one.errors == three.errors)
  }

  @Test func refusesWhatCannotBeFitted() {
    let family = LogNormalDensity()
    for (column, weights) in [
      ([1, 2, -3, 4, 5], [1, 1, 1, 1, 1]), ([2, 2, 2, 2], [1, 1, 1, 1]), ([1, 2, .nan, 3], [1, 1, 1, 1]),
      ([1, 2, 3, 4], [1, 1, -1, -1]), ([1, 2], [1, 1]), ([], []),
    ] as [([Float], [Double])] {
      let error = #expect(throws: WinnowError.self) {
        try DensityFit(family, to: column, weights: weights)
      }
      #expect(error?.kind == .badData)
    }
  }
}
