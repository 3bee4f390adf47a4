import WinnowCore
import WinnowEvaluation

/// Scores, figures and files of a regression.
struct RegressionJudgement {
  let stage: JudgementStage

  private var plan: AnalysisPlan { stage.plan }
  private var test: Sample { stage.events.test }

  /// What one method comes to on each target.
  private struct Judged {
    let figures: [DeviationFigures]
    let influences: [DeviationInfluences]
  }

  func run(_ methods: [TrainedMethod], _ facts: RunFacts) throws -> RegressionSummary {
    let responses = try methods.map { try stage.score($0) }
    let bins = profileBins()
    let judged = try stage.inParallel(responses.count) { try judge(responses[$0], bins) }
    try stage.writeScores(methods, responses)
    let densities = try zip(methods, responses).map { try densityEvents($0, $1) }
    let figures = try stage.inParallel(densities.count) { try densityFigures(densities[$0], bins) }
    let order = judged.indices.sorted { Self.rank(judged[$0], $0) < Self.rank(judged[$1], $1) }
    var summary = RegressionSummary(
      facts: facts, targets: try targets(),
      inputs: try RegressionInputs(stage.events.train, bins: plan.regression.bins),
      methods: order.map {
        var method = RegressionMethod(
          identity: stage.identity(methods[$0]),
          targets: withPermutation(judged[$0].figures, of: methods[$0]),
          cost: stage.cost(methods[$0], responses[$0]), record: methods[$0].record)
        method.densities = figures[$0]
        return method
      },
      raw: try raw(bins),
      comparisons: plan.targets.indices.flatMap { target in
        RegressionComparison.all(
          order.map { (methods[$0].classifier.name, judged[$0].influences[target]) },
          target: plan.targets[target].name)
      })
    summary.densityComparisons = plan.targets.indices.flatMap { target in
      DensityComparison.all(
        order.filter { !densities[$0].isEmpty }
          .map { (methods[$0].classifier.name, densities[$0][target]) },
        target: plan.targets[target].name)
    }
    return summary
  }

  private func withPermutation(
    _ figures: [DeviationFigures], of method: TrainedMethod
  ) -> [DeviationFigures] {
    guard let (gains, rows) = stage.inquiry(into: method).permutation(PermutationImportance.widths)
    else { return figures }
    return zip(figures, gains).map { figures, gains in
      var figures = figures
      (figures.permutation, figures.permutedEvents) = (gains, rows)
      return figures
    }
  }

  /// What a method predicts of each target of the test events; none for a method without densities.
  private func densityEvents(
    _ method: TrainedMethod, _ responses: JudgementStage.Responses
  ) throws -> [DensityEvents] {
    let found = try method.classifier.densities(
      for: test, folds: stage.events.folds, threads: stage.threads)
    guard let found else { return [] }
    return try found.enumerated().map { index, densities in
      try DensityEvents(
        target: targetValues(test)[index], prediction: responses.test.values[index],
        weights: test.weights, densities: densities, threads: stage.threads)
    }
  }

  private func densityFigures(
    _ densities: [DensityEvents], _ bins: [ProfileBins]
  ) throws -> [DensityFigures] {
    try zip(plan.targets, densities).map {
      try DensityFigures(target: $0.name, $1, bins: bins, options: plan.regression)
    }
  }

  /// By the RMS on the first target; undefined ones last, equal ones in the order of the file.
  private static func rank(_ judged: Judged, _ index: Int) -> (Double, Int) {
    let rms = judged.figures[0].rms
    return (rms.isDefined ? rms.value : .infinity, index)
  }

  private func profileBins() -> [ProfileBins] {
    let units = Dictionary(
      uniqueKeysWithValues: plan.targets.compactMap { plan in
        plan.feature.unit.map { (plan.name, $0) }
      })
    return ProfileQuantity.all(of: test, units: units).compactMap {
      ProfileBins($0, weights: test.weights, bins: plan.regression.profileBins)
    }
  }

  private func judge(
    _ responses: JudgementStage.Responses, _ bins: [ProfileBins]
  ) throws -> Judged {
    let learnt = stage.learnt(responses)
    let test = try deviations(responses.test, of: test)
    let train = try deviations(learnt.scores, of: learnt.events)
    return Judged(
      figures: plan.targets.indices.map {
        DeviationFigures(
          target: plan.targets[$0].name, test: test[$0], train: train[$0], bins: bins,
          options: plan.regression)
      },
      influences: test.map { DeviationInfluences($0) })
  }

  /// One per target.
  private func deviations(_ scores: Scores, of sample: Sample) throws -> [Deviations] {
    try targetValues(sample).enumerated().map {
      try Deviations(prediction: scores.values[$0], target: $1, weights: sample.weights)
    }
  }

  private func targetValues(_ sample: Sample) -> [[Float]] {
    if case .targets(_, let values) = sample.truth { return values }
    return []
  }

  private func targets() throws -> [TargetFigures] {
    zip(plan.targets, targetValues(test)).map {
      TargetFigures(
        $0.feature, values: $1, weights: test.weights, transform: $0.sentence,
        bins: plan.regression.bins)
    }
  }

  /// The raw estimates on test events, beside those on training events.
  private func raw(_ bins: [ProfileBins]) throws -> [DeviationFigures] {
    try plan.targets.indices.filter { plan.targets[$0].raw != nil }.map { index in
      let target = plan.targets[index]
      return DeviationFigures(
        target: target.name, test: try raw(target, index, test),
        train: try raw(target, index, stage.events.train), bins: bins, options: plan.regression)
    }
  }

  private func raw(_ target: TargetPlan, _ index: Int, _ sample: Sample) throws -> Deviations {
    let values = sample.spectator(named: target.rawName)?.values.reals ?? []
    return try Deviations(
      prediction: values.map { Float($0) }, target: targetValues(sample)[index],
      weights: sample.weights)
  }
}
