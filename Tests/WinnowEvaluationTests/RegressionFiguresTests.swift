import Foundation
import Testing
import WinnowCore
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

/// Figures of deviations against NumPy and SciPy, and against what Gaussians must give.
@Suite struct RegressionFiguresTests {
  private static func example(_ weight: (Int) -> Double) throws -> Deviations {
    let target = (0..<200).map { 10 + 5 * sin(0.7 * Double($0)) }
    let prediction = target.enumerated().map { i, t in
      t + 0.3 * cos(1.3 * Double(i)) + 0.05 * Double((i * 37) % 11 - 5)
    }
    return try Deviations(
      prediction: prediction.map { Float($0) }, target: target.map { Float($0) },
      weights: (0..<200).map(weight))
  }

  private static func unit(_ i: Int) -> Double { 1 }
  private static func positive(_ i: Int) -> Double { 0.5 + Double(i % 5) * 0.3 }

  // np.average, np.cov(aweights, ddof=0); errors sqrt(c sum w^2 psi^2)/sum w with c = n_eff/(n_eff - 1);
  // sigma_eff by trying all intervals.
  @Test func momentsAgreeWithNumPy() throws {
    let weighted = try Self.example(Self.positive)
    #expect(isClose(weighted.bias.measured.value, 0.008081844069740987, relative: 1e-10))
    #expect(isClose(weighted.bias.measured.error, 0.020072911604484458, relative: 1e-10))
    #expect(isClose(weighted.rms.measured.value, 0.26382521872673487, relative: 1e-10))
    #expect(isClose(weighted.rms.measured.error, 0.011381599536127086, relative: 1e-10))
    #expect(isClose(weighted.rmsAboutZero.value, 0.2639489765840684, relative: 1e-10))
    #expect(isClose(weighted.meanAbsolute.value, 0.21753455942327327, relative: 1e-10))
    #expect(isClose(weighted.correlation.value, 0.9971987082535595, relative: 1e-10))
    #expect(isClose(weighted.slope.value, 1.0020020951362545, relative: 1e-10))
    #expect(isClose(weighted.effectiveWidth.value, 0.27553343772888184, relative: 1e-6))
    let plain = try Self.example(Self.unit)
    #expect(isClose(plain.rms.measured.error, 0.010403688654012304, relative: 1e-10))
    #expect(isClose(plain.effectiveWidth.value, 0.2799966335296631, relative: 1e-6))
  }

  @Test func truncatedFiguresAreTMVAs() throws {
    let deviations = try Self.example(Self.positive)
    let figures = DeviationFigures(
      target: "t", test: deviations, train: deviations, bins: [])
    #expect(isClose(figures.biasTruncated.value, 0.010525781168142583, relative: 1e-10))
    #expect(isClose(figures.rmsTruncated.value, 0.25425414773239036, relative: 1e-10))
    #expect(figures.overtraining.loss.value == 0 && figures.overtraining.distance == 0)
    #expect(figures.overtraining.verdict.hasPrefix("none seen"))
  }

  // scipy.optimize.minimize of the likelihood of a Gaussian cut off at mu +- 2 sigma, repeated until the
  // window stays: 0.1000000, 0.8008542.
  @Test func coreAgreesWithSciPyAndIgnoresTails() throws {
    let gaussian = (0..<400).map {
      SpecialFunctions.normalQuantile((Double($0) + 0.5) / 400) * 0.8 + 0.1
    }
    let values = (gaussian + [4, 5, 6, -7]).map { Float(5 + $0) }
    let deviations = try Deviations(
      prediction: values, target: values.map { _ in 5 }, weights: values.map { _ in 1 })
    let core = GaussianCore(deviations)
    #expect(isClose(core.mean.value, 0.1, absolute: 2e-4))
    #expect(isClose(core.sigma.value, 0.8008542, relative: 3e-4))
    #expect(deviations.rms.value > 0.96)
  }

  @Test func fourEventsHaveNoCore() throws {
    let values: [Float] = [1, 2, 3, 5]
    let core = GaussianCore(
      try Deviations(prediction: values, target: values.map { _ in 0 }, weights: values.map { _ in 1 }))
    #expect(!core.sigma.isDefined)
  }

  @Test func effectiveWidthOfAWholeNumberOfEventsNeedsNoMore() throws {
    // 683 of 1000 evenly spaced values span 682 steps.
    let values = (0..<1000).map { Float($0) }
    let deviations = try Deviations(
      prediction: values, target: values.map { _ in 0 }, weights: values.map { _ in 1 })
    #expect(deviations.effectiveWidth.value == 341)
  }

  /// Intervals of one standard deviation hold the truth in 68 % of toys, with weights of either sign too.
  @Test(arguments: [0.0, 0.15])
  func errorsCover(_ negativeShare: Double) throws {
    var bias = Coverage(of: 0.2), rms = Coverage(of: 1.5), width = Coverage(of: 1.5 * 1.000642)
    var core = Coverage(of: 1.5), slope = Coverage(of: 1)
    for seed in 0..<300 as Range<UInt64> {
      let toy = try Self.gaussian(events: 800, negativeShare: negativeShare, seed: seed)
      bias.count(toy.bias.measured)
      rms.count(toy.rms.measured)
      width.count(toy.effectiveWidth.measured)
      core.count(GaussianCore(toy).sigma)
      slope.count(toy.slope.measured)
    }
    #expect(bias.isRight(within: 0.07), "bias \(bias)")
    #expect(rms.isRight(within: 0.07), "rms \(rms)")
    #expect(width.isRight(within: 0.08), "σ_eff \(width)")
    #expect(core.isRight(within: 0.1), "core \(core)")
    #expect(slope.isRight(within: 0.09), "slope \(slope)")
  }

  private static func gaussian(
    events: Int, negativeShare: Double, seed: UInt64
  ) throws -> Deviations {
    var random = CounterRandom(seed: seed, stream: 5)
    var prediction: [Float] = [], target: [Float] = [], weights: [Double] = []
    for _ in 0..<events {
      let truth = 20 * random.uniform()
      target.append(Float(truth))
      prediction.append(Float(truth + 0.2 + 1.5 * random.normal()))
      let size = 0.5 + random.uniform()
      weights.append(random.uniform() < negativeShare ? -size : size)
    }
    return try Deviations(prediction: prediction, target: target, weights: weights)
  }

  @Test func pairedDifferencesKnowThatEventsAreTheSame() throws {
    let toy = try Self.gaussian(events: 2000, negativeShare: 0, seed: 3)
    var random = CounterRandom(seed: 9)
    let other = try Deviations(
      prediction: toy.prediction.map { $0 + 0.1 * Float(random.normal()) }, target: toy.target,
      weights: toy.weights)
    let pair = RegressionComparison.all(
      [("a", DeviationInfluences(toy)), ("b", DeviationInfluences(other))], target: "t")[0]
    #expect(pair.rms.error < 0.2 * toy.rms.measured.error)
    #expect(isClose(pair.rms.value, toy.rms.value - other.rms.value, relative: 1e-12))
    let same = RegressionComparison.all(
      [("a", DeviationInfluences(toy)), ("b", DeviationInfluences(toy))], target: "t")[0]
    #expect(same.rms.value == 0 && same.rms.error == 0 && same.significance == nil)
  }

  @Test func profilesDivideTheEventsAndFindTheBias() throws {
    let x = (0..<3000).map { Double($0 % 100) }
    let target = x.map { Float($0) }
    let prediction = x.enumerated().map { Float($1 + ($1 < 50 ? 1 : -2) + ($0 % 2 == 0 ? 0.5 : -0.5)) }
    let weights = [Double](repeating: 1, count: 3000)
    let deviations = try Deviations(prediction: prediction, target: target, weights: weights)
    let bins = try #require(
      ProfileBins(ProfileQuantity("x", role: .spectator, values: x), weights: weights, bins: 2))
    let profile = DeviationProfile(deviations, in: bins)
    #expect(profile.effective == [1500, 1500])
    #expect(profile.bias.map(\.value) == [1, -2])
    #expect(profile.rms.map(\.value) == [0.5, 0.5])
    #expect(ProfileBins(ProfileQuantity("c", role: .variable, values: x.map { _ in 1 }), weights: weights, bins: 3) == nil)
  }

  @Test func overtrainingIsSeenWhereItIs() throws {
    let test = try Self.gaussian(events: 4000, negativeShare: 0, seed: 1)
    let fair = try Self.gaussian(events: 4000, negativeShare: 0, seed: 2)
    let narrow = try Deviations(
      prediction: zip(fair.target, fair.values).map { $0 + Float($1 / 2) }, target: fair.target,
      weights: fair.weights)
    #expect(DeviationOvertraining(test: test, train: fair).verdict.hasPrefix("none seen"))
    #expect(DeviationOvertraining(test: test, train: narrow).verdict.hasPrefix("harmful"))
  }

  @Test func numbersThatAreNoneAreRefused() {
    for (prediction, target, weight) in [
      (Float.nan, Float(1), 1.0), (1, .infinity, 1), (1, 1, .nan), (1, 1, -1),
    ] {
      let error = #expect(throws: WinnowError.self) {
        try Deviations(prediction: [prediction], target: [target], weights: [weight])
      }
      #expect(error?.kind == .badData)
    }
  }
}
