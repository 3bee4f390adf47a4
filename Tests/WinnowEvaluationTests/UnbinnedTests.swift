import Testing
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

/// Anderson–Darling, energy distance and permutations.
@Suite struct UnbinnedTests {
  let reference: Reference
  let judgement: Judgement

  init() throws {
    reference = try Reference()
    judgement = try Judgement()
  }

  static let classes: [(name: String, weights: @Sendable (ResponseSteps) -> CumulativeWeights)] = [
    ("signal", { $0.signal }), ("background", { $0.background }),
  ]

  @Test(arguments: ["unit", "positive", "signed"], ["a", "b"])
  func statisticsAreThoseOfTheirDefinition(weights: String, method: String) throws {
    let train = try reference.scored(method, weights: weights, test: false).steps
    let test = try reference.scored(method, weights: weights).steps
    for part in Self.classes {
      let key = "\(weights)_\(method)_\(part.name)"
      let anderson = AndersonDarling(train, test, part.weights).statistic
      #expect(isClose(anderson, judgement.figure("anderson_\(key)"), relative: 1e-9), "\(key)")
      let energy = EnergyDistance(train, test, part.weights)
      #expect(isClose(energy.squared, judgement.figure("energy2_\(key)"), relative: 1e-8), "\(key)")
      if weights != "signed" {
        #expect(isClose(energy.value, judgement.figure("scipy_energy_\(key)"), relative: 1e-8))
      }
      if weights == "unit" {
        #expect(isClose(anderson, judgement.figure("scipy_anderson_\(key)"), relative: 1e-9))
      }
    }
  }

  /// The limit for many events has 2.492 at 5 % and 3.878 at 1 % (Stephens 1974).
  @Test(arguments: CoverageTests.toys.indices)
  func pValuesOfAndersonAndDarlingAreFlat(toy index: Int) throws {
    let toy = CoverageTests.toys[index]
    let samples = 1000
    var tenths = [Int](repeating: 0, count: 10)
    for seed in 0..<samples {
      let first = try toy.events(400, seed: UInt64(2 * seed)).steps
      let second = try toy.events(600, seed: UInt64(2 * seed + 1)).steps
      let test = AndersonDarling(first, second) { $0.signal }
      tenths[min(9, Int(10 * test.pValue))] += 1
      if test.statistic > 2.492 { #expect(test.pValue < 0.0501) } else { #expect(test.pValue > 0.0499) }
      if test.statistic > 3.878 { #expect(test.pValue < 0.0101) }
    }
    let expected = Double(samples) / 10
    let chiSquare = tenths.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) }
      / expected
    #expect(chiSquare < 27.9, "\(tenths)")
  }

  /// Weights that depend on the response, a fifth of them negative: the p-values of permutations stay flat.
  @Test func permutationsAreRightForAnyWeights() throws {
    let samples = 300
    var small = SIMD4<Int>.zero
    for seed in 0..<samples {
      let sets = try (0..<2).map { set in
        let toy = try GaussianToy(negativeShare: 0.2).events(120, seed: UInt64(2 * seed + set))
        let events = toy.events
        return try ScoredEvents(
          response: events.response,
          weights: zip(events.weights, events.response).map { $0 * exponential(Double($1) / 2) },
          isSignal: events.isSignal)
      }
      let test = try #require(
        PermutationTest(sets[0], sets[1], isSignal: true, permutations: 39, seed: UInt64(seed)))
      let pValues = [test.kolmogorovSmirnov, test.andersonDarling, test.energyDistance]
      for (place, p) in pValues.enumerated() where p < 0.11 { small[place] += 1 }
    }
    // p ≤ 4/40: a tenth, within 3.5 standard deviations.
    for place in 0..<3 { #expect(abs(small[place] - 30) < 19, "\(small)") }
  }

  @Test func permutationsFindDifferencesAndRepeatTheirBits() throws {
    let first = try GaussianToy(distance: 1).events(3000, seed: 1)
    let second = try GaussianToy(distance: 1.4).events(3000, seed: 2)
    let test = PermutationTest(first, second, isSignal: true, permutations: 99)
    #expect(test?.andersonDarling == 0.01 && test?.energyDistance == 0.01)
    #expect(test?.kolmogorovSmirnov == 0.01)
    #expect(test == PermutationTest(first, second, isSignal: true, permutations: 99))
    #expect(test?.events == 3000)
    let few = PermutationTest(first, second, isSignal: true, permutations: 99, limit: 500)
    #expect(few?.events == 1000)
    let same = PermutationTest(first, first, isSignal: false, permutations: 20)
    #expect(same?.kolmogorovSmirnov == 1 && same?.energyDistance == 1)
  }

  /// Signal at 1 and 2 against 2 and 4 from above: F₁ − F₂ = −½ from 4 to 2, −½ from 2 to 1.
  @Test func fourEventsByHand() throws {
    let sets = try [[1, 2, 0], [2, 4, 0]].map {
      try ScoredEvents(
        response: $0.map { Float($0) }, weights: [1, 1, 1], isSignal: [true, true, false]).steps
    }
    let anderson = AndersonDarling(sets[0], sets[1]) { $0.signal }
    // Steps at 4 (¼ of the events) and 2 (½): H = ¼, ¾; ¼·¼/(3/16) + ½·¼/(3/16) = 1; 2·2/4 = 1.
    #expect(isClose(anderson.statistic, 1))
    // 2 (¼·2 + ¼·1).
    #expect(isClose(EnergyDistance(sets[0], sets[1]) { $0.signal }.squared, 1.5))
  }

  @Test func theVerdictBringsTheOtherTestsAlong() throws {
    let train = try GaussianToy(distance: 1.8).events(4000, seed: 1)
    let test = try GaussianToy(distance: 1.2).events(4000, seed: 2)
    let plain = Overtraining(train: train.steps, test: test.steps)
    let full = Overtraining(train: train, test: test, permutations: 50)
    #expect(plain.verdict == full.verdict)
    #expect(plain.signal.andersonDarling?.permutationPValue == nil)
    #expect(full.signal.andersonDarling?.permutationPValue == 1.0 / 51)
    #expect(full.background.energyDistance?.permutationPValue ?? 0 > 1.0 / 51)
    let losses = try #require(full.efficiencyLoss)
    #expect(losses.map(\.background) == [0.01, 0.1, 0.3])
    let truth = SpecialFunctions.normalCDF(1.8 - 1.28155) - SpecialFunctions.normalCDF(1.2 - 1.28155)
    #expect(abs(losses[1].loss.value - truth) < 3.5 * losses[1].loss.error)
  }

  /// Only events with a large spectator are better known in training.
  @Test func slicesFindWhereAMethodIsOvertrained() throws {
    var sets: [(events: ScoredEvents, values: [Double])] = []
    for (seed, gain) in [(1, 1.0), (2, 0)] {
      var random = CounterRandom(seed: UInt64(seed), stream: 5)
      let values = (0..<8000).map { _ in random.uniform() }
      let response = values.indices.map { row -> Float in
        let extra = values[row] > 0.75 ? gain : 0
        return Float(random.normal() + (row % 2 == 0 ? 1 + extra : 0))
      }
      sets.append((
        try ScoredEvents(
          response: response, weights: values.map { _ in 1 },
          isSignal: values.indices.map { $0 % 2 == 0 }), values))
    }
    let slices = try OvertrainingSlices(
      of: "mass", train: sets[0].events, trainValues: sets[0].values, test: sets[1].events,
      testValues: sets[1].values)
    #expect(slices.slices.count == 4)
    #expect(slices.slices[3].overtraining.signal.pValue < 1e-6)
    #expect(slices.slices[0].overtraining.signal.pValue > 0.001)
    #expect(slices.pValue < 1e-5)
    #expect(throws: (any Error).self) {
      try OvertrainingSlices(
        of: "mass", train: sets[0].events, trainValues: sets[0].values.map { _ in 1 },
        test: sets[1].events, testValues: sets[1].values.map { _ in 1 })
    }
  }
}
