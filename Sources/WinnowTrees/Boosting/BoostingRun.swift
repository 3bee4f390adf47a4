import WinnowCore
import WinnowKernels

/// One training in progress.
struct BoostingRun<Objective: Loss> {
  private let boosting: GradientBoosting<Objective>
  private let context: RunContext
  private let fitter: TreeFitter
  private let rows: ScoredRows
  private let validation: (sample: BinnedSample, rows: ScoredRows)?
  private var base: Double
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

  /// - Parameter earlier: a forest to go on from.
  mutating func train(
    continuing earlier: (forest: Forest, training: BoostingSample, validation: BoostingSample?)?
  ) throws -> (forest: Forest, record: TrainingRecord) {
    if let state = try context.checkpoints?.latest() {
      try resume(from: state)
    } else if let earlier {
      start(after: earlier.forest, earlier.training, earlier.validation)
    }
    _ = rows.updateDerivatives(boosting.loss)
    var stopping = EarlyStopping(
      patience: validation == nil ? 0 : options.earlyStopping, record.history)
    for step in stride(from: fitter.trees.count + 1, through: options.trees, by: 1) {
      try context.checkpoint(state())
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
    let forest = Forest(features: fitter.edges.count, base: base, trees: Array(trees))
    record.importance = forest.gainImportance
    return (forest, record)
  }

  private func addTree(number: Int) {
    let growth = options.growth
    let rule = LeafValues(
      l1: growth.l1, l2: growth.l2, learningRate: options.learningRate,
      longestSignedStep: boosting.loss.longestSignedStep)
    let grown = fitter.grow(number, on: rows)
    let values = fitter.leafSums(of: grown, rows).map(rule.value)
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

// MARK: - Going on

extension BoostingRun {
  /// All that the next tree depends on; the rest follows from the events, the settings and the seed.
  private func state() -> Archive {
    var state = Archive()
    let forest = Forest(features: fitter.edges.count, base: base, trees: fitter.trees)
    state.store("forest", forest.archive())
    state.store("history", record.history.archive())
    state.store("scores", Tensor(rows.scores.values))
    if let validation { state.store("validation", Tensor(validation.rows.scores.values)) }
    return state
  }

  private mutating func resume(from state: Archive) throws {
    let forest = try Forest(from: state.inner("forest"))
    fitter.resume(after: forest.trees)
    base = forest.base
    record.history = try [TrainingRecord.Point](from: state.inner("history"))
    try rows.scores.restore(state, "scores")
    try validation?.rows.scores.restore(state, "validation")
  }

  /// Tree by tree, as training adds them: a forest of this very training goes on with the same bits.
  private mutating func start(
    after forest: Forest, _ training: BoostingSample, _ held: BoostingSample?
  ) {
    fitter.resume(after: forest.trees)
    base = forest.base
    for (rows, sample) in [(rows, training), (validation?.rows, held)] {
      guard let rows, let sample else { continue }
      rows.fillScores(base)
      for tree in forest.trees {
        let single = Forest(features: forest.features, base: 0, trees: [tree])
        rows.add(single.scores(of: sample.columns, threads: context.threads))
      }
    }
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
