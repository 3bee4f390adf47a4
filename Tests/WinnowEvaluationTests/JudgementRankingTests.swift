import Testing
import WinnowCore
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

/// Partial AUC, bootstrap, groups of equal methods, overlaps, learning curves, several classes.
@Suite struct JudgementRankingTests {
  let reference: Reference
  let judgement: Judgement

  init() throws {
    reference = try Reference()
    judgement = try Judgement()
  }

  @Test(arguments: ["unit", "positive"])
  func partialAreasAgreeWithScikitLearn(weights: String) throws {
    let area = PartialAUC(try reference.scored("b", weights: weights).steps, upTo: 0.1)
    #expect(isClose(area.standardized.value, judgement.figure("partial_\(weights)"), relative: 1e-9))
  }

  @Test func theWholePartIsTheArea() throws {
    let steps = try reference.scored("a", weights: "positive").steps
    let part = PartialAUC(steps, upTo: 1)
    #expect(isClose(part.meanEfficiency.value, steps.auc.value, relative: 1e-9))
    #expect(isClose(part.meanEfficiency.error, steps.auc.error, relative: 1e-6))
    let jackknife = judgement.figure("partial_jackknife")
    let third = PartialAUC(try reference.scored("b", weights: "unit").steps, upTo: 0.3)
    #expect(isClose(third.standardized.error, jackknife, relative: 0.15))
  }

  @Test(arguments: CoverageTests.toys.indices)
  func intervalsOfPartialAreas(toy index: Int) throws {
    let toy = CoverageTests.toys[index]
    // The mean of Φ(d + Φ⁻¹(f)) over 0 < f < 0.2.
    let truth = (0..<2000).reduce(0) { sum, step in
      let quantile = SpecialFunctions.normalQuantile((Double(step) + 0.5) * 1e-4)
      return sum + SpecialFunctions.normalCDF(toy.distance + quantile) / 2000
    }
    var coverage = Coverage(of: truth)
    for seed in 0..<2000 {
      let steps = try toy.events(1000, seed: UInt64(seed)).steps
      coverage.count(PartialAUC(steps, upTo: 0.2).meanEfficiency)
    }
    #expect(coverage.isRight, "\(coverage)")
  }

  @Test func theBootstrapAgreesWithTheFormula() throws {
    let events = try GaussianToy(weights: .positive, negativeShare: 0.1).events(1000, seed: 3)
    let found = Bootstrap(replicas: 400).error(of: events) { $0.auc.value }
    #expect(found.value == events.steps.auc.value)
    #expect(isClose(found.error, events.steps.auc.error, relative: 0.12))
    let again = Bootstrap(replicas: 400).error(of: events) { $0.auc.value }
    #expect(found == again)
  }

  /// Each event four times: the formula believes in four times the events, the bootstrap by group does not.
  @Test func groupsOfEventsWidenTheError() throws {
    let single = try GaussianToy().events(400, seed: 4).events
    func repeated<T>(_ values: [T]) -> [T] { values.flatMap { [$0, $0, $0, $0] } }
    let events = try ScoredEvents(
      response: repeated(single.response), weights: repeated(single.weights),
      isSignal: repeated(single.isSignal))
    let groups = (0..<events.count).map { UInt64($0 / 4) }
    let found = Bootstrap(replicas: 400).error(of: events, groups: groups) { $0.auc.value }
    #expect(isClose(found.error, 2 * events.steps.auc.error, relative: 0.15))
  }

  static func comparison(_ first: String, _ second: String, _ p: Double?) -> MethodComparison {
    MethodComparison(first: first, second: second, difference: .undefined, pValue: p)
  }

  @Test func equalMethodsMakeGroups() {
    let pairs = [
      Self.comparison("A", "B", 0.4), Self.comparison("A", "C", 0.001), Self.comparison("C", "B", 0.3),
      Self.comparison("A", "D", 1e-9), Self.comparison("B", "D", 1e-8), Self.comparison("C", "D", 1e-7),
    ]
    let groups = EqualMethods.groups(ranking: ["A", "B", "C", "D"], comparisons: pairs)
    #expect(groups == [["A", "B"], ["B", "C"], ["D"]])
    let unknown = [Self.comparison("A", "B", nil)]
    #expect(EqualMethods.groups(ranking: ["A", "B"], comparisons: unknown) == [["A", "B"]])
  }

  /// Holm: 0.02 of three passes 0.05/3 not, so none after it counts either.
  @Test func manyComparisonsNeedMoreProof() {
    let pairs = [0.02, 0.021, 0.3].map { Self.comparison("A", "B", $0) }
    #expect(EqualMethods.significant(pairs).isEmpty)
    let other = [0.016, 0.024, 0.3].map { Self.comparison("A", "B", $0) }
    #expect(EqualMethods.significant(other).compactMap(\.pValue) == [0.016, 0.024])
  }

  @Test func overlapsByHand() throws {
    let isSignal = [true, true, true, true, false, false, false, false]
    let weights = [Double](repeating: 1, count: 8)
    let first = try ScoredEvents(
      response: [9, 8, 7, 1, 6, 5, 4, 3], weights: weights, isSignal: isSignal)
    let second = try ScoredEvents(
      response: [9, 8, 1, 7, 6, 3, 4, 5], weights: weights, isSignal: isSignal)
    // At ε_B = ½ each accepts three of four signal events and shares two of them.
    let overlap = DecisionOverlap(first, second, atBackground: 0.5)
    #expect(isClose(overlap.signal.overlap.value, 0.5))
    // (½ − 9/16)/(3/16).
    #expect(isClose(overlap.signal.correlation ?? .nan, -1.0 / 3))
    #expect(isClose(overlap.backgroundShare.overlap.value, 1.0 / 3))
    #expect(isClose(overlap.backgroundShare.correlation ?? .nan, 0))
    let same = DecisionOverlap(first, first, atBackground: 0.5)
    #expect(same.signal.overlap.value == 1 && isClose(same.signal.correlation ?? .nan, 1))
  }

  @Test func learningCurvesAgreeWithSciPy() throws {
    let n = judgement.list("learning", "n"), auc = judgement.list("learning", "auc")
    let error = judgement.list("learning", "error")
    let curve = LearningCurve(
      points: n.indices.reversed().map { .init(events: n[$0], auc: Measured(auc[$0], error[$0])) })
    #expect(curve.points.map(\.events) == n)
    let fit = try #require(curve.fit)
    let expected = judgement.list("learning", "fit"), errors = judgement.list("learning", "errors")
    #expect(isClose([fit.limit.value, fit.amplitude, fit.exponent], expected, relative: 1e-4))
    let found = (0..<3).map { fit.covariance[$0][$0].squareRoot() }
    #expect(isClose(found, errors, relative: 1e-3))
    #expect(isClose(fit.auc(events: 1e30).value, fit.limit.value, relative: 1e-9))
    #expect(fit.degreesOfFreedom == 3 && fit.chiSquare < 1)
  }

  @Test func curvesWithoutALimitHaveNoFit() {
    func curve(_ values: [Double]) -> LearningCurve {
      LearningCurve(
        points: values.enumerated().map {
          .init(events: Double(1000 << $0.offset), auc: Measured($0.element, 0.001))
        })
    }
    #expect(curve([0.8, 0.85, 0.87]).fit == nil)
    #expect(curve([0.9, 0.88, 0.86, 0.84, 0.82]).fit == nil)
    #expect(curve([0.7, 0.75, 0.8, 0.85, 0.9]).fit == nil)
  }

  @Test func threeClassesByHand() throws {
    let sample = Sample(
      schema: Schema(names: ["x"]), columns: [[0, 0, 0, 0, 0, 0]], weights: [1, 1, 1, 1, 2, 1],
      truth: .classes(names: ["a", "b", "c"], labels: [0, 0, 1, 1, 2, 2]))
    let scores = Scores(
      outputs: ["a", "b", "c"],
      values: [[0.7, 0.4, 0.2, 0.5, 0.1, 0.1], [0.2, 0.5, 0.7, 0.3, 0.1, 0.6],
        [0.1, 0.1, 0.1, 0.2, 0.8, 0.3]])
    let figures = try MulticlassFigures(scores, of: sample)
    #expect(figures.confusion.map { $0.map(\.value) } == [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 1.0 / 3, 2.0 / 3]])
    #expect(isClose(figures.confusion[0][0].error, (1.0 / 8).squareRoot()))
    // a against the rest: 0.7 beats all, 0.4 all but 0.5: (5 + 4)/10, weights 1, 1, 2, 1.
    #expect(isClose(figures.oneAgainstRest[0].auc.value, 0.9))
    // a − b: 0.5 and −0.1 against −0.5 and 0.2: 2 + 1 of 4.
    let pair = try #require(figures.pairwise.first)
    #expect(pair.name == "a" && pair.against == "b" && pair.auc.value == 0.75)
    #expect(figures.pairwise.count == 6)
    #expect(throws: WinnowError.self) {
      try MulticlassFigures(Scores(response: [1, 2, 3, 4, 5, 6]), of: sample)
    }
  }
}
