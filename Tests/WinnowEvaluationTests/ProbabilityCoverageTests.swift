import Testing
import WinnowEvaluation
import WinnowMath

/// How often 68.3 % intervals of signal probabilities and of their reliability hold what they claim.
@Suite struct ProbabilityCoverageTests {
  private static let prior = 0.3
  private static let places = Array(stride(from: -1.0, through: 2, by: 0.25))

  /// At the points of the curve, where the bins are.
  @Test(arguments: CoverageTests.toys.indices)
  func densityRatioInBins(toy index: Int) throws {
    let toy = CoverageTests.toys[index]
    var coverage = Coverage(of: 0)
    for seed in 0..<400 {
      let fit = SignalProbability(fittedTo: try toy.events(2000, seed: UInt64(seed)).steps)
      for y in fit.response { coverage.count(Self.pull(fit, y, from: Self.truth(y, toy))) }
    }
    #expect(coverage.isRight, "\(coverage)")
  }

  /// Anywhere, between the knots too.
  @Test(arguments: CoverageTests.toys.indices)
  func densityRatioBySplines(toy index: Int) throws {
    let toy = CoverageTests.toys[index]
    var coverage = Coverage(of: 0)
    for seed in 0..<400 {
      let steps = try toy.events(2000, seed: UInt64(seed)).steps
      let fit = try #require(SplineDensityRatio(fittedTo: steps)).curve
      for y in Self.places { coverage.count(Self.pull(fit, y, from: Self.truth(y, toy))) }
    }
    #expect(coverage.isRight, "\(coverage)")
  }

  /// What kernels claim: their errors are those of the smoothed ratio, which is that of many fits on the
  /// average. It lies at most one standard deviation from the truth, where that bends most.
  @Test(arguments: CoverageTests.toys.indices)
  func densityRatioByKernels(toy index: Int) throws {
    let toy = CoverageTests.toys[index]
    let fits = try (0..<400).map { seed in
      try #require(
        KernelDensityRatio(fittedTo: try toy.events(2000, seed: UInt64(seed)).steps)).curve
    }
    var coverage = Coverage(of: 0)
    for y in Self.places {
      let found = fits.map { $0.probability(of: y, prior: Self.prior) }
      let mean = found.reduce(0) { $0 + $1.value } / 400
      let error = found.reduce(0) { $0 + $1.error } / 400
      #expect(abs(mean - Self.truth(y, toy)) < error, "at \(y)")
      for fit in fits { coverage.count(Self.pull(fit, y, from: mean)) }
    }
    #expect(coverage.isRight, "\(coverage)")
  }

  /// The observed fractions of a reliability diagram, against the share of signal that the maps fitted to the
  /// next thirds put into each bin.
  @Test(arguments: CoverageTests.toys.indices)
  func reliabilityDiagram(toy index: Int) throws {
    let toy = CoverageTests.toys[index]
    var options = EvaluationOptions()
    options.signalFraction = Self.prior
    var coverage = Coverage(of: 0)
    for seed in 0..<400 {
      let scored = try toy.events(3000, seed: UInt64(seed))
      let diagram = ProbabilityCurve(scored, options: options)
      let truth = try Self.binTruth(scored, toy)
      for (predicted, observed) in zip(diagram.predicted, diagram.observed) {
        // Under negative weights the mean prediction of a nearly empty bin may lie outside of it.
        let bin = truth[min(9, max(0, Int(predicted * 10)))]
        if bin.share < 0.03 { continue }
        coverage.count(Measured(observed.value - bin.fraction, observed.error))
      }
    }
    #expect(coverage.isRight, "\(coverage)")
  }

  /// Bins of one class alone have an error too.
  @Test func binsOfOneClassAreUncertain() throws {
    let steps = try GaussianToy(distance: 6).events(400, seed: 1)
    let diagram = ProbabilityCurve(steps, options: EvaluationOptions())
    let last = try #require(diagram.observed.last)
    #expect(last.value == 1 && last.error > 0.001 && last.error < 0.02)
  }

  /// Scores of maps fitted to one half and judged on the other, against that of the true probability: what
  /// a fit of few parameters loses to it is small beside the error.
  @Test(arguments: CoverageTests.toys.indices)
  func scoresOfFittedMaps(toy index: Int) throws {
    let toy = CoverageTests.toys[index], names = ["Platt", "beta", "temperature"]
    func figures(_ count: Int, _ seed: UInt64) throws -> [CalibrationFigures] {
      let events = try toy.events(count, seed: seed).events
      // The true probability for equal classes, so that each of the maps can be right.
      let response = events.response.map { Float(1 / (1 + exponential(0.5 - Double($0)))) }
      let scored = try ScoredEvents(
        response: response, weights: events.weights, isSignal: events.isSignal)
      return CalibrationFigures.all(scored, prior: Self.prior)
    }
    let truth = try #require(try figures(400_000, 1_000_000).first { $0.name == "none" })
    var brier = Coverage(of: truth.brier.value), logLoss = Coverage(of: truth.logLoss.value)
    for seed in 0..<150 {
      for found in try figures(1500, UInt64(seed)) where names.contains(found.name) {
        brier.count(found.brier)
        logLoss.count(found.logLoss)
      }
    }
    // Three maps of 150 toys, which hang together.
    #expect(brier.isRight(within: 0.1), "Brier: \(brier)")
    #expect(logLoss.isRight(within: 0.1), "log-loss: \(logLoss)")
  }

  private static func truth(_ y: Double, _ toy: GaussianToy) -> Double {
    CoverageTests.probability(y, distance: toy.distance, prior: prior)
  }

  private static func pull(
    _ fit: SignalProbability, _ y: Double, from truth: Double
  ) -> Measured {
    let found = fit.probability(of: y, prior: prior)
    return Measured(found.value - truth, found.error)
  }

  /// Of each tenth of the predicted probability: its share of all events and the fraction of signal, each
  /// third of the events judged by the fit to the next.
  private static func binTruth(
    _ scored: ScoredEvents, _ toy: GaussianToy
  ) throws -> [(share: Double, fraction: Double)] {
    var signal = [Double](repeating: 0, count: 11), background = signal
    for third in 0..<3 {
      let rows = (0..<scored.count).filter { RandomPart.third(of: $0) == third }
      let fit = SignalProbability(
        fittedTo: try ScoredEvents(
          response: rows.map { scored.events.response[$0] },
          weights: rows.map { scored.events.weights[$0] },
          isSignal: rows.map { scored.events.isSignal[$0] }
        ).steps)
      for y in stride(from: -4.0, through: 5, by: 0.02) {
        let bin = Int(fit.probability(of: y, prior: prior).value * 10)
        signal[bin] += prior * exponential(-(y - toy.distance) * (y - toy.distance) / 2)
        background[bin] += (1 - prior) * exponential(-y * y / 2)
      }
    }
    let all = (signal + background).reduce(0, +)
    return zip(signal, background).map { (($0 + $1) / all, $0 / ($0 + $1)) }
  }
}
