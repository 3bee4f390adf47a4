import Testing
import WinnowCore
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

@Suite struct RankingTests {
  let reference: Reference

  init() throws { reference = try Reference() }

  /// `np.interp(0.013, fpr, tpr)` and so on, on scikit-learn's `roc_curve(drop_intermediate=False)`.
  @Test(arguments: ["unit", "positive", "whole"])
  func efficienciesAgreeWithScikitLearn(weights: String) throws {
    let steps = try reference.scored("b", weights: weights).steps
    let expected = reference.list(weights, "tpr_b")
    for (background, signal) in zip([0.013, 0.1037, 0.3011], expected) {
      let point = steps.workingPoint(atBackground: background)
      #expect(isClose(point.signal.value, signal, relative: 1e-9))
      #expect(point.signal.error > 0)
    }
    #expect(expected.count == 3)
  }

  /// Responses 4 (signal), 3 (background), 2 (signal), 1 (background): the ROC curve rises to ½, runs to
  /// ε_B = ½, rises to 1 there, and runs on. At ½ the middle of the vertical counts.
  @Test func fourEventsByHand() throws {
    let steps = try ScoredEvents(
      response: [4, 3, 2, 1], weights: [1, 1, 1, 1], isSignal: [true, false, true, false]).steps
    #expect(steps.workingPoint(atBackground: 0.25).signal.value == 0.5)
    #expect(steps.workingPoint(atBackground: 0.25).cut == 3.5)
    #expect(steps.workingPoint(atBackground: 0.5).signal.value == 0.75)
    #expect(steps.workingPoint(atBackground: 0.5).cut == 2.5)
    #expect(steps.workingPoint(atBackground: 0.75).signal.value == 1)
    let curve = ROCCurve(steps)
    #expect(curve.signal == [0, 0.5, 0.5, 1, 1])
    #expect(curve.background == [0, 0, 0.5, 0.5, 1])
    #expect(curve.cut == [Double(4).nextUp, 4, 3, 2, 1])
    #expect(isClose(curve.signalError[1], 0.125.squareRoot()))
  }

  /// Ties are one step: the curve is straight through them.
  @Test func tiedEventsByHand() throws {
    let steps = try ScoredEvents(
      response: [1, 1, 1, 0], weights: [1, 1, 1, 1], isSignal: [true, true, false, false]).steps
    #expect(steps.response == [1, 0])
    #expect(steps.workingPoint(atBackground: 0.25).signal.value == 0.5)
    #expect(ROCCurve(steps).background == [0, 0.5, 1])
  }

  /// With weights 1, −1, 1 the background efficiency reaches 1 at the first, falls to 0 and comes back:
  /// at ½ the first crossing (0 signal) and the last (all signal) share.
  @Test func negativeWeightsMayCrossTwice() throws {
    let steps = try ScoredEvents(
      response: [4, 3, 2, 1], weights: [1, 1, -1, 1], isSignal: [false, true, false, false]).steps
    #expect(steps.workingPoint(atBackground: 0.5).signal.value == 0.5)
  }

  @Test func weightedFractionsByHand() {
    let passing = WeightSum(sum: 3, squares: 5), total = WeightSum(sum: 4, squares: 6)
    let fraction = Measured(fraction: passing, of: total)
    #expect(fraction.value == 0.75)
    // [(¼)²·5 + (¾)²·1]/16.
    #expect(isClose(fraction.error, (0.875 / 16).squareRoot()))
    // n = 2 with a flat prior: √(3/(16·5)); it is √(1/12) for n = 0.
    let all = Measured(fraction: WeightSum(sum: 2, squares: 2), of: WeightSum(sum: 2, squares: 2))
    #expect(isClose(all.error, (3.0 / 80).squareRoot()))
  }

  /// Unit Gaussians: ε_S = Φ(Δ + Φ⁻¹(ε_B)); the TMVA defect of a curve through fixed cuts would show.
  @Test func curvesKeepTheirShapeAtLowBackground() throws {
    let steps = try GaussianToy(distance: 2).events(400_000, seed: 4).steps
    let curve = ROCCurve(steps)
    #expect(curve.cut.count <= 300)
    #expect(curve.cut.allSatisfy { $0.isFinite })
    #expect(curve.background.count { $0 > 0 && $0 < 0.001 } > 40)
    for (signal, background) in zip(curve.signal, curve.background) where background > 1e-3 {
      let exact = SpecialFunctions.normalCDF(2 + SpecialFunctions.normalQuantile(background))
      #expect(abs(signal - exact) < 0.012)
    }
    #expect(zip(curve.background, curve.background.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func cutScanByHand() throws {
    var options = EvaluationOptions()
    options.expectedSignal = 100
    options.expectedBackground = 300
    let events = try ScoredEvents(
      response: [4, 3, 2, 1], weights: [1, 1, 1, 1], isSignal: [true, false, true, false])
    let scan = CutScan(events, options: options)
    #expect(scan.cut == [4, 3, 2, 1])
    #expect(scan.signalEfficiency == [0.5, 0.5, 1, 1])
    #expect(scan.backgroundEfficiency == [0, 0.5, 0.5, 1])
    #expect(scan.purity == [1, 0.25, 0.4, 0.25])
    // 50/√50, 50/√200, 100/√250, 100/√400.
    #expect(isClose(scan.significance, [50.squareRoot(), 12.5.squareRoot(), 40.squareRoot(), 5]))
  }

  /// N_S = N_B: Z is largest where dε_S (½ε_S + ε_B) = ½ε_S dε_B; found here by a fine scan of the formula.
  @Test func bestCutOfGaussians() throws {
    let scored = try GaussianToy(distance: 2).events(200_000, seed: 6)
    let best = CutScan(scored, options: EvaluationOptions()).best
    func exact(_ cut: Double) -> Double {
      let s = 1000 * SpecialFunctions.normalCDF(2 - cut), b = 1000 * SpecialFunctions.normalCDF(-cut)
      return s / (s + b).squareRoot()
    }
    let largest = stride(from: -3, to: 5, by: 0.001).map(exact).max() ?? 0
    #expect(abs(best.significance.value - largest) < 4 * best.significance.error + 0.02)
    #expect(largest - exact(best.cut) < 0.01)
    let above = scored.steps.background.above(scored.steps.passing(cut: best.cut)).effective
    #expect(isClose(best.effectiveBackground, above / 2, relative: 0.05))
  }

  @Test func tooFewEventsToHalveLeaveTheBestCutUndefined() throws {
    let events = try ScoredEvents(response: [2, 1], weights: [1, 1], isSignal: [true, false])
    let best = CutScan(events, options: EvaluationOptions()).best
    #expect(best.cut == 2)
    #expect(!best.significance.isDefined)
  }

  @Test(arguments: [
    ([Float.nan, 1], [1.0, 1], "the response to event 1 is nan; it must be finite"),
    ([1, -Float.infinity], [1.0, 1], "the response to event 2 is -inf; it must be finite"),
    ([1, 2], [1.0, .infinity], "the weight of event 2 is inf; it must be finite"),
    ([1, 2], [-1.0, 1], "the class “signal” has a weight sum of -1.0; figures need a positive"),
    ([1, 2], [1.0, 0], "the class “background” has no events with a weight"),
    ([1, 2], [1.0, 1e200], "the squared weights of the class “background” add up to inf; weights"),
  ])
  func unusableEventsAreRefused(response: [Float], weights: [Double], message: String) {
    let error = #expect(throws: WinnowError.self) {
      try ScoredEvents(response: response, weights: weights, isSignal: [true, false])
    }
    #expect(error?.kind == .badData)
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
  }

  @Test func eventsWithoutClassesAreRefused() {
    let sample = Samples.literal(["x": [1, 2]])
    #expect(throws: WinnowError.self) { try ScoredEvents(response: [1, 2], of: sample) }
  }
}
