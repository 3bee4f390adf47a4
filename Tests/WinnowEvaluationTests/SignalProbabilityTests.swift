import Testing
import WinnowCore
import WinnowEvaluation
import WinnowMath
import WinnowTestSupport

@Suite struct SignalProbabilityTests {
  static let toy = GaussianToy(distance: 1.5, weights: .positive, negativeShare: 0.1)

  @Test(arguments: [0.1, 0.5, 0.9])
  func gaussiansHaveTheirProbability(prior: Double) throws {
    let fit = SignalProbability(fittedTo: try Self.toy.events(200_000, seed: 1).steps)
    for y in stride(from: -1.5, through: 3, by: 0.25) {
      let exact = CoverageTests.probability(y, distance: 1.5, prior: prior)
      let fitted = fit.probability(of: y, prior: prior)
      #expect(abs(fitted.value - exact) < 4 * fitted.error + 0.003, "at \(y)")
    }
  }

  /// Two bins with 3 + ½ and 1 + ½ signal events of 4 + 1, and the reverse for background.
  @Test func twoBinsByHand() throws {
    let steps = try ScoredEvents(
      response: [1, 1, 1, 0, 1, 0, 0, 0], weights: Array(repeating: 1, count: 8),
      isSignal: [true, true, true, true, false, false, false, false]).steps
    let fit = SignalProbability(fittedTo: steps, bins: 2)
    #expect(fit.response == [0, 1])
    #expect(isClose(fit.balanced, [0.3, 0.7]))
    // P = 0.7·0.2/(0.7·0.2 + 0.3·0.8); half-way q = ½; beyond the ends as at the ends.
    #expect(isClose(fit.probability(of: 1, prior: 0.2).value, 0.14 / 0.38))
    #expect(isClose(fit.probability(of: 0.5, prior: 0.2).value, 0.2))
    #expect(fit.probability(of: 9, prior: 0.5) == fit.probability(of: 1, prior: 0.5))
    #expect(fit.probabilities(of: [1, 0], prior: 0.5) == [0.7, 0.3])
    // s = 0.7, b = 0.3. Three of four events: var(s) = (3·0.25² + 1·0.75²)/25 = 0.03 = var(b).
    #expect(isClose(fit.error[1], ((0.09 + 0.49) * 0.03).squareRoot()))
    let slope = 0.16 / (0.38 * 0.38)
    #expect(isClose(fit.probability(of: 1, prior: 0.2).error, slope * fit.error[1]))
  }

  @Test func monotoneFitsNeverFall() throws {
    let steps = try GaussianToy(distance: 0.3).events(3000, seed: 2).steps
    let plain = SignalProbability(fittedTo: steps)
    let rising = SignalProbability(fittedTo: steps, monotone: true)
    func falls(_ curve: [Double]) -> Bool { zip(curve, curve.dropFirst()).contains { $0 > $1 } }
    #expect(falls(plain.balanced))
    #expect(!falls(rising.balanced))
    #expect(rising.response == plain.response)
  }

  @Test func storesAndRestoresEveryBit() throws {
    let fit = SignalProbability(fittedTo: try Self.toy.events(2000, seed: 3).steps)
    #expect(try SignalProbability(from: fit.archive()) == fit)
  }

  @Test(arguments: [
    ([0.0, 1], [0.2, 1.2], [0.1, 0.1], "values outside [0, 1]"),
    ([1.0, 1], [0.2, 0.3], [0.1, 0.1], "responses that do not rise"),
    ([0.0, .nan], [0.2, 0.3], [0.1, 0.1], "responses that do not rise"),
    ([0.0, 1], [0.2, 0.3], [0.1, -0.1], "errors that are no numbers"),
    ([0.0, 1], [0.2], [0.1, 0.1], "2 responses, 1 values and 2 errors"),
    ([], [], [], "no points"),
  ] as [([Double], [Double], [Double], String)])
  func malformedArchivesAreRefused(
    response: [Double], balanced: [Double], error: [Double], problem: String
  ) {
    let archive = Archive(tensors: [
      "response": Tensor(response), "balanced": Tensor(balanced), "error": Tensor(error),
    ])
    let thrown = #expect(throws: WinnowError.self) { try SignalProbability(from: archive) }
    #expect(thrown?.message == "the stored signal probability has \(problem)")
  }

  /// Predicted and observed agree on events that the fit has not seen: χ² of about one per bin.
  @Test func predictionsHold() throws {
    var options = EvaluationOptions()
    options.signalFraction = 0.3
    let curve = ProbabilityCurve(try Self.toy.events(40_000, seed: 4), options: options)
    #expect(curve.prior == 0.3)
    #expect(curve.predicted.count >= 9)
    #expect(zip(curve.predicted, curve.predicted.dropFirst()).allSatisfy { $0 < $1 })
    let chiSquare = zip(curve.predicted, curve.observed).reduce(0) {
      $0 + (($1.0 - $1.1.value) / $1.1.error) * (($1.0 - $1.1.value) / $1.1.error)
    }
    #expect(chiSquare < 25)
    #expect(isClose(curve.signal.sum, try Self.toy.events(40_000, seed: 4).steps.signal.total.sum))
  }

  @Test func tooFewEventsToHalveHaveNoReliability() throws {
    let events = try ScoredEvents(response: [2, 1], weights: [1, 1], isSignal: [true, false])
    let curve = ProbabilityCurve(events, options: EvaluationOptions())
    #expect(curve.predicted.isEmpty)
    #expect(curve.signal.sum == 1)
    #expect(curve.probability.allSatisfy { $0 > 0 && $0 < 1 })
  }
}
