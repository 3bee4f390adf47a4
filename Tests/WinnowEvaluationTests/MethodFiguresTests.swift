import Testing
import WinnowCore
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

@Suite struct MethodFiguresTests {
  @Test func figuresAreThoseOfTheirParts() throws {
    let sample = Samples.gaussians(events: 4000, distance: 1.5, negativeShare: 0.1, seed: 2)
    let other = Samples.gaussians(events: 3000, distance: 1.5, negativeShare: 0.1, seed: 3)
    let test = try ScoredEvents(response: sample.columns[0], of: sample)
    let train = try ScoredEvents(response: other.columns[0], of: other)
    let figures = try MethodFigures(test: test, train: train, inputs: sample)
    #expect(figures.auc == test.steps.auc)
    #expect(figures.aucTrain == train.steps.auc)
    #expect(figures.efficiency.map(\.background) == [0.01, 0.1, 0.3])
    #expect(figures.efficiency[1].signal == test.steps.workingPoint(atBackground: 0.1).signal)
    #expect(figures.efficiency[1].signalTrain == train.steps.workingPoint(atBackground: 0.1).signal)
    #expect(figures.overtraining == Overtraining(train: train, test: test, permutations: 200))
    #expect(figures.optimalCuts == OptimalCut.all(test, options: EvaluationOptions()))
    #expect(figures.calibrations == CalibrationFigures.all(test, prior: 0.5))
    #expect(figures.rarity == Rarity(test))
    #expect(figures.partialAuc == PartialAUC(test.steps, upTo: 0.1))
    #expect(figures.closure == ClosureFigures.all(of: sample, scored: test))
    #expect(figures.roc == ROCCurve(test.steps))
    #expect(figures.rocTrain == ROCCurve(train.steps))
    #expect(figures.cuts == CutScan(test, options: EvaluationOptions()))
    #expect(figures.correlations.map(\.variable) == ["x0", "x1", "x2"])
    #expect(isClose(figures.correlations[0].signal, 1))
    // A unit Gaussian and half of its neighbour: 0.5/√1.25.
    #expect(abs(figures.correlations[1].signal - 0.447) < 0.06)
  }

  @Test func responseHistogramsShareBinsAndHoldAllEvents() throws {
    let sample = Samples.gaussians(events: 1000, negativeShare: 0.2)
    let events = try ScoredEvents(response: sample.columns[1], of: sample)
    let responses = try MethodFigures(test: events, train: events, inputs: sample).responses
    #expect(responses.testSignal.edges == responses.trainBackground.edges)
    #expect(responses.testSignal == responses.trainSignal)
    let shown = responses.testBackground
    let total = shown.sum + shown.underflow + shown.overflow
    #expect(isClose(total, events.steps.background.total.sum, absolute: 1e-9))
  }

  /// The test events must not depend on how the rows are ordered, but for the random halves.
  @Test func theOrderOfEventsDoesNotMatter() throws {
    let sample = Samples.gaussians(events: 500, negativeShare: 0.2)
    let events = try ScoredEvents(response: sample.columns[0], of: sample)
    let turned = sample.selecting(Array((0..<500).reversed()))
    let again = try ScoredEvents(response: turned.columns[0], of: turned)
    #expect(isClose(events.steps.auc.value, again.steps.auc.value))
    #expect(isClose(events.steps.auc.error, again.steps.auc.error))
    #expect(events.steps.response == again.steps.response)
    #expect(isClose(events.steps.significance.error, again.steps.significance.error))
  }
}
