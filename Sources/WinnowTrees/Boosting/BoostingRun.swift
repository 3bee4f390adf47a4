import WinnowCore
import WinnowKernels

/// One training in progress.
struct BoostingRun<Objective: Loss> {
  private let boosting: GradientBoosting<Objective>
  private let context: RunContext
  private let fitter: TreeFitter
  private let rows: ScoredRows
  private let validation: (sample: BinnedSample, rows: ScoredRows)?
  private let base: Double
  private var record: TrainingRecord

  private var options: BoostingOptions { boosting.options }

  init(
    _ boosting: GradientBoosting<Objective>, _ training: BoostingSample,
    _ validation: BoostingSample?, context: RunContext, team: ThreadTeam
  ) throws {
    self.boosting = boosting
    self.context = context
    let weights = TreeFitter.scaled(training.weights)
    base = try boosting.loss.start(targets: training.targets.span, weights: weights.span)
    fitter = TreeFitter(
      training, weights: weights, options: boosting.options, seed: context.seed, team: team)
    rows = ScoredRows(targets: training.targets, weights: weights, team: team)
    rows.fillScores(base)
    self.validation = try ScoredRows.prepare(validation, edges: fitter.edges, team: team)
    self.validation?.rows.fillScores(base)
    record = TrainingRecord(
      stepName: "tree", lossName: boosting.loss.name, importanceName: "gain of the splits")
  }

  mutating func train() throws -> (forest: Forest, record: TrainingRecord) {
    _ = rows.updateDerivatives(boosting.loss)
    var stopping = EarlyStopping(patience: validation == nil ? 0 : options.earlyStopping)
    for step in 1...options.trees {
      try context.checkCancelled()
      addTree(number: step - 1)
      let point = TrainingRecord.Point(
        step: step, trainingLoss: rows.updateDerivatives(boosting.loss),
        validationLoss: validation?.rows.updateDerivatives(boosting.loss))
      record.history.append(point)
      context.progress.advance(
        step: step, total: options.trees, events: step * rows.count, note: Self.note(point))
      if let loss = point.validationLoss, stopping.shouldStop(after: step, loss: loss) { break }
    }
    return finish(keeping: stopping.bestStep)
  }

  private mutating func finish(keeping best: Int?) -> (forest: Forest, record: TrainingRecord) {
    let trees = fitter.trees.prefix(best ?? fitter.trees.count)
    record.bestStep = best
    record.importance = fitter.importance(keeping: trees.count)
    return (Forest(features: fitter.edges.count, base: base, trees: Array(trees)), record)
  }

  private func addTree(number: Int) {
    let growth = options.growth
    let rule = LeafValues(
      l1: growth.l1, l2: growth.l2, learningRate: options.learningRate,
      longestSignedStep: boosting.loss.longestSignedStep)
    let grown = fitter.grow(number, on: rows)
    let values = grown.bounded(
      fitter.leafSums(of: grown, rows).map(rule.value), times: options.learningRate)
    fitter.keep(grown, values: values, addingTo: rows)
    if let validation {
      validation.rows.add(grown.binned(values: values), of: validation.sample)
    }
  }

  private static func note(_ point: TrainingRecord.Point) -> String {
    let loss = point.validationLoss ?? point.trainingLoss
    return "loss \((loss * 1e5).rounded() / 1e5)"
  }
}

extension ScoredRows {
  /// A validation sample in the bins of the training. - Throws: `badData` for weights without sum.
  static func prepare(
    _ sample: BoostingSample?, edges: [BinEdges], team: ThreadTeam
  ) throws -> (sample: BinnedSample, rows: ScoredRows)? {
    guard let sample else { return nil }
    let rows = ScoredRows(
      targets: sample.targets, weights: TreeFitter.scaled(sample.weights), team: team)
    guard rows.weightSum > 0 else {
      throw WinnowError(.badData, "the validation weights have no positive sum")
    }
    let binned = BinnedSample(
      columns: sample.columns, edges: edges, forTraining: false, team: team)
    return (binned, rows)
  }
}
