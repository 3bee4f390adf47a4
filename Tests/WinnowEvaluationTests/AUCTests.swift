import Testing
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

@Suite struct AUCTests {
  let reference: Reference

  init() throws { reference = try Reference() }

  /// Signal at 3 and 1, background at 2 and 1: pairs (3,2) and (3,1) are right, (1,2) is wrong and
  /// (1,1) a tie, so 2.5 of 4.
  @Test func fourEventsByHand() throws {
    let events = try ScoredEvents(
      response: [3, 1, 2, 1], weights: [1, 1, 1, 1], isSignal: [true, true, false, false])
    #expect(events.steps.auc.value == 0.625)
    // V(signal) = 1, ¼; V(background) = ½, ¾: S10 = 9/32, S01 = 1/32; (S10 + S01)/2 = 5/32.
    #expect(isClose(events.steps.auc.error, (5.0 / 32).squareRoot()))
  }

  /// The same events with weights 1, 2 for the signal and 3, −1 for the background:
  /// (1·3 + 1·(−1) + ½·2·(−1)) / (3 · 2) = 1/6.
  @Test func fourWeightedEventsByHand() throws {
    let events = try ScoredEvents(
      response: [3, 1, 2, 1], weights: [1, 2, 3, -1], isSignal: [true, true, false, false])
    #expect(isClose(events.steps.auc.value, 1.0 / 6))
  }

  @Test(arguments: ["unit", "positive", "whole"])
  func agreesWithScikitLearn(weights: String) throws {
    for method in ["a", "b"] {
      let auc = try reference.scored(method, weights: weights).steps.auc.value
      #expect(isClose(auc, reference.figure(weights, "sklearn_auc_\(method)"), relative: 1e-12))
    }
  }

  @Test(arguments: weightKinds)
  func agreesWithTheDoubleSumAndItsInfluenceFunction(weights: String) throws {
    for method in ["a", "b"] {
      let auc = try reference.scored(method, weights: weights).steps.auc
      #expect(isClose(auc.value, reference.figure(weights, "auc_\(method)"), relative: 1e-12))
      let variance = reference.figure(weights, "var_\(method)")
      #expect(isClose(auc.error * auc.error, variance, relative: 1e-11))
    }
  }

  @Test func agreesWithUnweightedDeLong() throws {
    let a = try reference.scored("a", weights: "unit"), b = try reference.scored("b", weights: "unit")
    let covariance = reference.matrix("delong", "cov")
    let difference = AUCDifference(a, b)
    #expect(isClose(a.steps.auc.error, covariance[0][0].squareRoot(), relative: 1e-11))
    #expect(isClose(b.steps.auc.error, covariance[1][1].squareRoot(), relative: 1e-11))
    #expect(isClose(difference.covariance, covariance[0][1], relative: 1e-11))
    let variance = covariance[0][0] + covariance[1][1] - 2 * covariance[0][1]
    #expect(isClose(difference.difference.error, variance.squareRoot(), relative: 1e-11))
  }

  /// Leaving out one event at a time knows nothing of influence functions.
  @Test(arguments: weightKinds)
  func errorsAreThoseOfTheJackknife(weights: String) throws {
    let a = try reference.scored("a", weights: weights)
    let difference = AUCDifference(a, try reference.scored("b", weights: weights))
    let variance = a.steps.auc.error * a.steps.auc.error
    #expect(isClose(variance, reference.figure(weights, "jackknife_a"), relative: 0.05))
    let paired = difference.difference.error * difference.difference.error
    #expect(isClose(paired, reference.figure(weights, "jackknife_difference"), relative: 0.05))
    #expect(isClose(difference.covariance, reference.figure(weights, "cov_ab"), relative: 1e-10))
  }

  @Test func aMethodEqualsItself() throws {
    let a = try reference.scored("a", weights: "signed")
    let none = AUCDifference(a, a)
    #expect(none.difference == Measured(0, 0))
    #expect(none.significance == 0)
    #expect(none.pValue == 1)
    #expect(isClose(none.correlation, 1))
  }

  @Test func significanceOfADifference() throws {
    let a = try reference.scored("a", weights: "unit"), b = try reference.scored("b", weights: "unit")
    let forth = AUCDifference(a, b), back = AUCDifference(b, a)
    #expect(forth.difference.value == -back.difference.value)
    // 0.799081 − 0.727720 over √0.00104796.
    #expect(isClose(forth.significance, 2.2044, absolute: 1e-3))
    #expect(isClose(forth.pValue, 0.0275, absolute: 1e-4))
    #expect(forth.significance == back.significance)
  }

  @Test func eachPairOfMethodsIsComparedOnce() throws {
    let a = AUCInfluence(try reference.scored("a", weights: "signed"))
    let b = AUCInfluence(try reference.scored("b", weights: "signed"))
    let pairs = MethodComparison.all([("A", a), ("B", b), ("C", a)])
    #expect(pairs.map(\.first) == ["A", "A", "B"])
    #expect(pairs.map(\.second) == ["B", "C", "C"])
    #expect(pairs[0].difference.value == a.auc.value - b.auc.value)
    #expect(pairs[0].significance == pairs[2].significance)
    #expect(pairs[1].pValue == 1)
  }

  @Test(arguments: [0.5, 1.0, 2.0])
  func unitGaussiansReachTheKnownOptimum(distance: Double) throws {
    let auc = try GaussianToy(distance: distance).events(200_000, seed: 3).steps.auc
    let expected = SpecialFunctions.normalCDF(distance / 2.squareRoot())
    #expect(abs(auc.value - expected) < 4 * auc.error)
    #expect(auc.error < 0.0015)
  }

  @Test func aCommonFactorAndRisingFunctionsChangeNothing() throws {
    let toy = try GaussianToy(negativeShare: 0.2).events(2000, seed: 5)
    let events = toy.events
    let other = try ScoredEvents(
      response: events.response.map { $0 * 2 + 1 }, weights: events.weights.map { $0 * 8 },
      isSignal: events.isSignal)
    #expect(isClose(other.steps.auc.value, toy.steps.auc.value))
    #expect(isClose(other.steps.auc.error, toy.steps.auc.error))
  }

  @Test func anEventOfWeightZeroIsAbsent() throws {
    let plain = try ScoredEvents(
      response: [3, 1, 2, 0], weights: [1, 1, 1, 1], isSignal: [true, true, false, false])
    let more = try ScoredEvents(
      response: [3, 9, 1, 2, 0], weights: [1, 0, 1, 1, 1],
      isSignal: [true, false, true, false, false])
    #expect(plain.steps.response == more.steps.response)
    #expect(plain.steps.auc == more.steps.auc)
    #expect(AUCInfluence(more).values[1] == 0)
  }

  @Test func oneEventGivesNoError() throws {
    let events = try ScoredEvents(
      response: [3, 1, 2], weights: [1, 1, 1], isSignal: [true, false, false])
    #expect(events.steps.auc.value == 1)
    #expect(events.steps.auc.error.isNaN)
  }
}
