import Testing
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

@Suite struct TwoSampleTests {
  let reference: Reference

  init() throws { reference = try Reference() }

  static let parts: [(name: String, weights: @Sendable (ResponseSteps) -> CumulativeWeights)] = [
    ("ks_signal", { $0.signal }), ("ks_background", { $0.background }),
  ]

  @Test(arguments: weightKinds)
  func agreesWithTheDefinition(weights: String) throws {
    let train = try reference.scored("b", weights: weights, test: false).steps
    let test = try reference.scored("b", weights: weights).steps
    for part in Self.parts {
      let result = KolmogorovSmirnov(train, test, part.weights)
      let distance = reference.figure(weights, part.name, "distance")
      #expect(isClose(result.distance, distance, relative: 1e-11))
      #expect(isClose(result.pValue, reference.figure(weights, part.name, "p"), relative: 1e-8))
    }
  }

  /// SciPy's `ks_2samp(method="asymp")`, whole weights by repeating events. The distance does not know
  /// of the repetition; the p-values differ by the correction for finite samples alone.
  @Test(arguments: ["unit", "whole"])
  func agreesWithSciPy(weights: String) throws {
    let train = try reference.scored("b", weights: weights, test: false).steps
    let test = try reference.scored("b", weights: weights).steps
    for part in Self.parts {
      let result = KolmogorovSmirnov(train, test, part.weights)
      let distance = reference.figure(weights, "scipy_\(part.name)", "distance")
      #expect(isClose(result.distance, distance, relative: 1e-11))
      if weights == "unit" {
        let pValue = reference.figure(weights, "scipy_\(part.name)", "p")
        #expect(isClose(result.pValue, pValue, absolute: 0.03))
      }
    }
  }

  /// F₁ is ½ after 1 and 1 after 2; F₂ is 0 after 2, ½ after 3: D = 1 between 2 and 3.
  @Test func separateSamplesByHand() throws {
    let low = try ScoredEvents(
      response: [1, 2, 0], weights: [1, 1, 1], isSignal: [true, true, false]).steps
    let high = try ScoredEvents(
      response: [3, 4, 0], weights: [1, 1, 1], isSignal: [true, true, false]).steps
    let signal = KolmogorovSmirnov(low, high) { $0.signal }
    #expect(signal.distance == 1)
    #expect(signal.firstEffective == 2)
    #expect(KolmogorovSmirnov(low, high) { $0.background }.distance == 0)
    #expect(KolmogorovSmirnov(low, high) { $0.background }.pValue == 1)
  }

  /// Under the null hypothesis a p-value is uniform: a tenth of them in each tenth.
  @Test(arguments: CoverageTests.toys.indices)
  func pValuesAreFlat(toy index: Int) throws {
    let toy = CoverageTests.toys[index]
    let samples = 1500
    var tenths = [Int](repeating: 0, count: 10)
    for seed in 0..<samples {
      let first = try toy.events(400, seed: UInt64(2 * seed)).steps
      let second = try toy.events(600, seed: UInt64(2 * seed + 1)).steps
      let pValue = KolmogorovSmirnov(first, second) { $0.signal }.pValue
      tenths[min(9, Int(10 * pValue))] += 1
    }
    let expected = Double(samples) / 10
    let chiSquare = tenths.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) }
      / expected
    // A p-value of the p-values of 0.001.
    #expect(chiSquare < 27.9, "\(tenths)")
    #expect(abs(Double(tenths[0]) - expected) < 3.5 * expected.squareRoot(), "\(tenths)")
  }

  /// Equal training and test samples raise an alarm in at most 5 % of cases.
  @Test(arguments: CoverageTests.toys.indices)
  func equalSamplesAreNotCalledOvertrained(toy index: Int) throws {
    let toy = CoverageTests.toys[index]
    let samples = 800
    var alarms = 0
    for seed in 0..<samples {
      let train = try toy.events(500, seed: UInt64(2 * seed)).steps
      let test = try toy.events(500, seed: UInt64(2 * seed + 1)).steps
      if !Overtraining(train: train, test: test).verdict.hasPrefix("none seen") { alarms += 1 }
    }
    // Three standard deviations above 5 %; and the tests must not be asleep.
    #expect((20...60).contains(alarms), "\(alarms) of \(samples)")
  }

  @Test func verdictsFollowTheirRules() throws {
    let test = try GaussianToy(distance: 1.5).events(20_000, seed: 1).steps
    func verdict(trainDistance: Double, events: Int = 20_000) throws -> Overtraining {
      let train = try GaussianToy(distance: trainDistance).events(events, seed: 2).steps
      return Overtraining(train: train, test: test)
    }
    let none = try verdict(trainDistance: 1.5)
    #expect(none.verdict.hasPrefix("none seen: "))
    let harmless = try verdict(trainDistance: 1.65)
    #expect(harmless.verdict.hasPrefix("present but harmless: "))
    let harmful = try verdict(trainDistance: 3)
    #expect(harmful.verdict.hasPrefix("harmful: "))
    #expect(harmful.loss.value > 0.1)
    #expect(harmful.signal.pValue < 1e-6)
    // A training sample that looks worse than the test sample costs nothing.
    #expect(try verdict(trainDistance: 0.5).verdict.hasPrefix("present but harmless: "))
  }
}
