import WinnowCore

extension MethodFigures {
  /// Background efficiencies at which the signal efficiency is quoted.
  public static let workingBackgrounds = [0.01, 0.10, 0.30]

  /// The largest background efficiency of the partial AUC.
  public static let partialBackground = 0.10

  /// All figures of one method.
  ///
  /// - Parameters:
  ///   - test, train: the responses to events it has not seen and to those it was trained on.
  ///   - inputs: the test events with their original variables, row by row as in `test`.
  /// - Throws: `badData` where `inputs` has no classes.
  /// - Precondition: as many input events as test responses.
  /// - Complexity: O(events × (1 + variables)).
  public init(
    test: ScoredEvents, train: ScoredEvents, inputs: Sample,
    options: EvaluationOptions = EvaluationOptions()
  ) throws {
    precondition(inputs.count == test.count, "one row of inputs per test response")
    let halves = RandomHalves(of: test)
    self.init(
      auc: test.steps.auc, aucTrain: train.steps.auc,
      efficiency: Self.workingBackgrounds.map {
        EfficiencyPoint(test: test.steps, train: train.steps, background: $0)
      },
      separation: test.steps.separation(), significance: test.steps.significance,
      overtraining: Overtraining(train: train, test: test, permutations: options.permutations),
      responses: ResponseDistributions(test: test.steps, train: train.steps, bins: options.bins),
      roc: ROCCurve(test.steps), rocTrain: ROCCurve(train.steps),
      cuts: CutScan(test, halves: halves, options: options),
      probability: ProbabilityCurve(test, options: options),
      correlations: try ResponseCorrelation.all(of: inputs, with: test.events.response))
    optimalCuts = OptimalCut.all(
      halves: halves, figures: OptimalCut.figures(options), options)
    calibrations = CalibrationFigures.all(
      test.steps, halves: halves, prior: options.signalFraction)
    rarity = Rarity(halves: halves, bins: options.bins)
    partialAuc = PartialAUC(test.steps, upTo: Self.partialBackground)
    closure = ClosureFigures.all(of: inputs, scored: test, halves: halves)
  }
}

extension EfficiencyPoint {
  init(test: ResponseSteps, train: ResponseSteps, background: Double) {
    let point = test.workingPoint(atBackground: background)
    self.init(
      background: background, signal: point.signal,
      signalTrain: train.workingPoint(atBackground: background).signal, cut: point.cut)
  }
}
