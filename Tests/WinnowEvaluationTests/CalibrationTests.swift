import Testing
import WinnowCore
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

@Suite struct CalibrationTests {
  let reference: Reference
  let judgement: Judgement

  init() throws {
    reference = try Reference()
    judgement = try Judgement()
  }

  /// The events with the logistic function of their response.
  func probabilities(_ weights: String) throws -> ScoredEvents {
    let events = try reference.scored("b", weights: weights).events
    return try ScoredEvents(
      response: events.response.map { Float(1 / (1 + exponential(-Double($0)))) },
      weights: events.weights, isSignal: events.isSignal)
  }

  @Test(arguments: ["unit", "positive", "signed"])
  func mapsAgreeWithSciPy(weights: String) throws {
    let plain = try reference.scored("b", weights: weights).steps
    let platt = try #require(PlattCalibration(fittedTo: plain))
    let expected = judgement.list("platt_\(weights)")
    #expect(isClose([platt.slope, platt.offset], expected, relative: 1e-6), "\(platt)")
    let steps = try probabilities(weights).steps
    let temperature = try #require(TemperatureCalibration(fittedTo: steps))
    let inverse = judgement.list("temperature_\(weights)")
    #expect(isClose([1 / temperature.temperature], inverse, relative: 1e-6))
    let beta = try #require(BetaCalibration(fittedTo: steps))
    let bounded = judgement.list("beta_\(weights)")
    #expect(isClose([beta.a, beta.b, beta.c], bounded, relative: 1e-3, absolute: 1e-4), "\(beta)")
  }

  /// The logistic function of Gaussians d apart has a = b = d and c = −d²/2.
  @Test func betaFitsAllThreeCoefficients() throws {
    let events = try GaussianToy(distance: 1.5).events(100_000, seed: 5).events
    let response = events.response.map { Float(1 / (1 + exponential(-Double($0)))) }
    let steps = try ScoredEvents(
      response: response, weights: events.weights, isSignal: events.isSignal).steps
    let beta = try #require(BetaCalibration(fittedTo: steps))
    #expect(abs(beta.a - 1.5) < 0.1 && abs(beta.b - 1.5) < 0.1 && abs(beta.c + 1.125) < 0.1)
  }

  @Test(arguments: ["unit", "positive"])
  func isotonicAgreesWithScikitLearn(weights: String) throws {
    let steps = try reference.scored("a", weights: weights).steps
    let map = try #require(IsotonicCalibration(fittedTo: steps))
    let expected = judgement.list("isotonic_\(weights)")
    let found = (0...10).map { map.balanced(at: -2 + Double($0) / 2) }
    #expect(isClose(found, expected, relative: 1e-9, absolute: 1e-12))
  }

  @Test func isotonicRisesUnderNegativeWeights() throws {
    let toy = GaussianToy(weights: .positive, negativeShare: 0.3)
    let map = try #require(IsotonicCalibration(fittedTo: try toy.events(800, seed: 3).steps))
    #expect(zip(map.values, map.values.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(zip(map.response, map.response.dropFirst()).allSatisfy { $0 < $1 })
    #expect(map.values.allSatisfy { (0...1).contains($0) })
  }

  @Test(arguments: ["unit", "positive"])
  func scoresAgreeWithScikitLearn(weights: String) throws {
    let all = CalibrationFigures.all(try probabilities(weights), prior: 0.5)
    #expect(
      all.map(\.name) == [
        "none", "density ratio", "density ratio (kernels)", "density ratio (splines)", "Platt", "isotonic",
        "beta", "temperature",
      ])
    let none = all[0]
    #expect(isClose(none.brier.value, judgement.figure("brier_\(weights)"), relative: 1e-6))
    #expect(isClose(none.logLoss.value, judgement.figure("log_loss_\(weights)"), relative: 1e-6))
    let parts = none.reliability - none.resolution + none.uncertainty
    // But for the spread of P inside ten bins.
    #expect(abs(parts - none.brier.value) < 0.005)
  }

  @Test func otherResponsesHaveNoTemperature() throws {
    let all = CalibrationFigures.all(try GaussianToy().events(2000, seed: 1), prior: 0.3)
    #expect(
      all.map(\.name) == [
        "density ratio", "density ratio (kernels)", "density ratio (splines)", "Platt", "isotonic",
      ])
    #expect(all.allSatisfy { abs($0.uncertainty - 0.21) < 1e-12 })
  }

  /// Gaussians: q = σ(d y − d²/2) exactly.
  @Test func plattFindsTheTruthOfGaussians() throws {
    let steps = try GaussianToy(distance: 1.5, weights: .positive, negativeShare: 0.1)
      .events(100_000, seed: 2).steps
    let map = try #require(PlattCalibration(fittedTo: steps))
    #expect(abs(map.slope - 1.5) < 0.04)
    #expect(abs(map.offset + 1.125) < 0.04)
    let p = map.probability(of: 0.5, prior: 0.2)
    #expect(abs(p - CoverageTests.probability(0.5, distance: 1.5, prior: 0.2)) < 0.01)
  }

  @Test func separableClassesHaveAFinitePlattSlope() throws {
    let steps = try ScoredEvents(
      response: [0, 1, 2, 3], weights: [1, 1, 1, 1], isSignal: [false, false, true, true]).steps
    let map = try #require(PlattCalibration(fittedTo: steps))
    #expect(map.slope.isFinite && map.slope > 0)
    // Two events a side: targets ¾ and ¼, met on average with the weight of the distance from 1.5.
    #expect(isClose(0.25 * map.balanced(at: 2) + 0.75 * map.balanced(at: 3), 0.75, relative: 1e-6))
  }

  @Test func priorsShiftAsBayesSays() {
    #expect(isClose(PriorShift.probability(balanced: 0.7, prior: 0.2), 0.14 / 0.38))
    #expect(isClose(PriorShift.probability(0.14 / 0.38, from: 0.2, to: 0.5), 0.7))
    #expect(isClose(PriorShift.probability(0.3, from: 0.1, to: 0.1), 0.3))
  }

  @Test(arguments: CoverageTests.toys.indices)
  func intervalsOfTheScores(toy index: Int) throws {
    let toy = CoverageTests.toys[index]
    // The truth by many events; responses are probabilities, so no fit moves them.
    func figures(_ count: Int, _ seed: UInt64) throws -> CalibrationFigures {
      let events = try toy.events(count, seed: seed).events
      let response = events.response.map { Float(1 / (1 + exponential(-Double($0)))) }
      let scored = try ScoredEvents(
        response: response, weights: events.weights, isSignal: events.isSignal)
      return try #require(CalibrationFigures.all(scored, prior: 0.3).first)
    }
    let truth = try figures(1_000_000, 1_000_000)
    var brier = Coverage(of: truth.brier.value), logLoss = Coverage(of: truth.logLoss.value)
    for seed in 0..<1500 {
      let found = try figures(400, UInt64(seed))
      brier.count(found.brier)
      logLoss.count(found.logLoss)
    }
    #expect(brier.isRight, "Brier: \(brier)")
    #expect(logLoss.isRight, "log-loss: \(logLoss)")
  }

  @Test func rarityIsFlatForBackground() throws {
    let toy = GaussianToy(distance: 1.5, weights: .positive, negativeShare: 0.1)
    let rarity = try #require(Rarity(try toy.events(40_000, seed: 6), bins: 10))
    let mean = rarity.background.contents.reduce(0, +) / 10
    for (content, square) in zip(rarity.background.contents, rarity.background.squares) {
      #expect(abs(content - mean) < 4 * (2 * square).squareRoot())
    }
    // Signal above R = 0.9 is the efficiency at ε_B = 0.1.
    let share = rarity.signal.contents[9] / rarity.signal.contents.reduce(0, +)
    #expect(abs(share - SpecialFunctions.normalCDF(1.5 - 1.28155)) < 0.03)
  }

  /// The response x₀ is all there is to know, but x₁ shares its noise: both close. A response without x₀
  /// leaves x₀ apart.
  @Test func reweightingClosesWhereTheResponseKnowsAll() throws {
    var random = CounterRandom(seed: 8)
    let count = 20_000
    let labels = (0..<count).map { UInt8($0 % 2) }
    let x = labels.map { Float(random.normal() + ($0 == 0 ? 1 : 0)) }
    let noise = x.map { $0 + Float(random.normal()) }
    let sample = Samples.literal(["x": x, "noise": noise], labels: labels)
    let closed = ClosureFigures.all(of: sample, scored: try ScoredEvents(response: x, of: sample))
    #expect(closed.map(\.variable) == ["x", "noise"])
    for figure in closed {
      #expect(figure.distanceBefore > 0.2 && figure.distanceAfter < 0.05, "\(figure)")
    }
    let open = ClosureFigures.all(of: sample, scored: try ScoredEvents(response: noise, of: sample))
    #expect(open[0].distanceAfter > 0.1 && open[0].pValueAfter < 1e-3)
    #expect(open[1].distanceAfter < 0.05)
  }
}
