import WinnowCore
import WinnowKernels

/// One training in progress: in each round one tree for every output of the objective.
struct BoostingRun {
  let options: BoostingOptions
  private let context: RunContext
  let fitter: TreeFitter
  let training: ScoredOutputs
  let validation: ScoredOutputs?
  private var bases: [Double]
  private var dropout: TreeDropout?
  private var record: TrainingRecord

  var objective: any BoostingObjective { training.objective }

  /// - Parameter objective: of a sample; it may look at the events.
  init(
    _ options: BoostingOptions, _ training: BoostingSample, _ validation: BoostingSample?,
    in context: RunContext, objective: (BoostingSample, ThreadTeam) throws -> any BoostingObjective
  ) throws {
    self.options = options
    self.context = context
    let team = ThreadTeam(threads: context.threads)
    let weights = TreeFitter.scaled(training.weights)
    let lowered = try objective(training, team)
    bases = try lowered.start(targets: training.targets, weights: weights)
    let fitter = TreeFitter(
      training, weights: weights, options: options, seed: context.seed, team: team)
    self.fitter = fitter
    self.training = try ScoredOutputs(
      training, binned: fitter.sample, objective: lowered, team: team)
    self.validation = try validation.map { events in
      let binned = BinnedSample(
        columns: events.columns, edges: fitter.edges, forTraining: false, team: team)
      return try ScoredOutputs(
        events, binned: binned, objective: objective(events, team), team: team)
    }
    dropout = options.dropout.map { TreeDropout($0, learningRate: options.learningRate, seed: context.seed) }
    record = TrainingRecord(
      stepName: "tree", lossName: lowered.lossName, importanceName: "gain of the splits")
  }

  /// - Parameter earlier: forests to go on from, one for each output.
  /// - Returns: a forest for each output, and the history.
  mutating func train(
    continuing earlier: Earlier? = nil
  ) throws -> (forests: [Forest], record: TrainingRecord) {
    for side in sides { side.fill(bases) }
    if let state = try context.checkpoints?.latest() {
      try resume(from: state)
    } else if let earlier {
      start(after: earlier)
    }
    _ = training.updateDerivatives()
    var stopping = EarlyStopping(
      patience: validation == nil ? 0 : options.earlyStopping, record.history)
    let first = fitter.trees.count / objective.outputs + 1
    for step in stride(from: first, through: options.trees, by: 1) {
      try context.checkpoint(state())
      addRound(number: step - 1)
      let point = TrainingRecord.Point(
        step: step, trainingLoss: training.updateDerivatives(),
        validationLoss: validation?.updateDerivatives())
      record.history.append(point)
      context.progress.advance(
        step: step, total: options.trees, events: step * training.rows[0].count,
        note: Self.note(point))
      if isIdle { break }
      guard let loss = point.validationLoss else { continue }
      let shouldStop = stopping.shouldStop(after: step, loss: loss)
      if stopping.bestStep == step { dropout?.remember() }
      if shouldStop { break }
    }
    return finish(keeping: stopping.bestStep)
  }

  private var sides: [ScoredOutputs] { [training] + (validation.map { [$0] } ?? []) }

  private mutating func finish(
    keeping best: Int?
  ) -> (forests: [Forest], record: TrainingRecord) {
    let outputs = objective.outputs
    let kept = (best.map { $0 * outputs }) ?? fitter.trees.count
    record.bestStep = best
    var trees = Array(fitter.trees.prefix(kept))
    if let dropout {
      let factors = best == nil ? dropout.factors : dropout.remembered
      trees = trees.enumerated().map { $1.scaled(by: factors[$0 / outputs]) }
    }
    let forests = (0..<outputs).map { forest(of: $0, trees) }
    record.importance = gainImportance(of: forests)
    return (forests, record)
  }

  /// One tree for each output, on the derivatives of the last round; with dropout on those without the
  /// trees dropped.
  private mutating func addRound(number: Int) {
    let outputs = objective.outputs
    let dropped = dropout?.draw(round: number) ?? []
    if !dropped.isEmpty {
      change(dropped) { -$0 }
      _ = training.updateDerivatives()
    }
    let factor = dropout?.count(dropped) ?? 1
    if !addJointRound(number: number) {
      for output in 0..<outputs {
        if output > 0 && objective.refreshesBetweenTrees { _ = training.updateDerivatives() }
        addTree(number: number * outputs + output, factor: factor)
      }
    }
    if !dropped.isEmpty { change(dropped) { $0 } }
  }

  /// Adds multiples of the trees of some rounds to the scores. - Parameter sign: of their factor.
  private func change(_ rounds: [Int], _ sign: (Double) -> Double) {
    guard let dropout else { return }
    for side in sides {
      for round in rounds {
        for output in 0..<objective.outputs {
          side.add(
            dropout.trees[round * objective.outputs + output],
            times: sign(dropout.factors[round]), to: output)
        }
      }
    }
  }

  private mutating func addTree(number: Int, factor: Double) {
    let output = number % objective.outputs, rows = training.rows[output]
    let grown = grow(number)
    let values = leafValues(of: grown, rows)
    let binned = grown.binned(values: values)
    if factor == 1 {
      fitter.keep(grown, values: values, addingTo: rows)
    } else {
      fitter.keep(grown, values: values)
      training.add(binned, times: factor, to: output)
    }
    validation?.add(binned, times: factor, to: output)
    dropout?.trees.append(binned)
  }

  /// The tree of that number on the present derivatives of its output.
  func grow(_ number: Int) -> GrownTree {
    let output = number % objective.outputs
    return fitter.grow(number, on: training.rows[output], minGain: objective.minGain(of: output))
  }

  private func leafValues(of grown: GrownTree, _ rows: ScoredRows) -> [Float] {
    if let level = objective.leafQuantile {
      return fitter.leafQuantiles(level, of: grown, rows).map {
        Float(options.learningRate) * $0
      }
    }
    let rule = LeafValues(
      l1: options.growth.l1, l2: options.growth.l2, learningRate: options.learningRate,
      longestSignedStep: objective.longestSignedStep)
    return rule.values(fitter.leafSums(of: grown, rows), of: grown)
  }

  private static func note(_ point: TrainingRecord.Point) -> String {
    let loss = point.validationLoss ?? point.trainingLoss
    return "loss \((loss * 1e5).rounded() / 1e5)"
  }
}

// MARK: - Going on

extension BoostingRun {
  typealias Earlier = (
    forests: [Forest], training: BoostingSample, validation: BoostingSample?
  )

  /// All that the next tree depends on; the rest follows from the events, the settings and the seed.
  private func state() -> Archive {
    var state = Archive()
    for output in 0..<objective.outputs {
      state.store("forest \(output)", forest(of: output, fitter.trees).archive())
      for (name, side) in zip(["scores", "validation"], sides) {
        state.store("\(name) \(output)", Tensor(side.rows[output].scores.values))
      }
    }
    if let dropout { state.store("dropout", dropout.archive()) }
    state.store("history", record.history.archive())
    return state
  }

  private mutating func resume(from state: Archive) throws {
    let forests = try (0..<objective.outputs).map { try Forest(from: state.inner("forest \($0)")) }
    take(forests)
    for output in 0..<objective.outputs {
      for (name, side) in zip(["scores", "validation"], sides) {
        try side.rows[output].scores.restore(state, "\(name) \(output)")
      }
    }
    let binned = fitter.binnedTrees
    try dropout?.restore(state.inner("dropout"), trees: binned)
    record.history = try [TrainingRecord.Point](from: state.inner("history"))
  }

  /// Tree by tree, as training adds them: a forest of this very training goes on with the same bits.
  private mutating func start(after earlier: Earlier) {
    take(earlier.forests)
    let rounds = earlier.forests[0].trees.count
    for _ in 0..<rounds { _ = dropout?.count([]) }
    let binned = fitter.binnedTrees
    dropout?.trees = binned
    for (side, events) in zip(sides, [earlier.training, earlier.validation].compactMap(\.self)) {
      side.fill(bases)
      for (output, forest) in earlier.forests.enumerated() {
        for tree in forest.trees {
          let single = Forest(features: forest.features, base: 0, trees: [tree])
          side.rows[output].add(single.scores(of: events.columns, threads: context.threads))
        }
      }
    }
  }

  /// Trees that were grown before, round by round.
  private mutating func take(_ forests: [Forest]) {
    bases = forests.map(\.base)
    fitter.resume(after: forests[0].trees.indices.flatMap { round in forests.map { $0.trees[round] } })
  }

  private func forest(of output: Int, _ trees: [ForestTree]) -> Forest {
    Forest(
      features: fitter.edges.count, base: bases[output],
      trees: stride(from: output, to: trees.count, by: objective.outputs).map { trees[$0] })
  }
}
