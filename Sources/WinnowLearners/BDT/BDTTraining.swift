import WinnowCore
import WinnowKernels
import WinnowTrees

/// The trainings that one BDT needs: one, or one for each class or target.
struct BDTTraining {
  private let parameters: BDTParameters
  private let task: BDTTask
  private let variables: [String]
  private let context: RunContext

  /// - Parameter variables: the names of the inputs.
  init(
    _ parameters: BDTParameters, _ task: BDTTask, variables: [String], in context: RunContext
  ) {
    self.parameters = parameters
    self.task = task
    self.variables = variables
    self.context = context
  }

  /// - Parameter validation: as the training events, one sample for each target.
  func train(
    on training: [BoostingSample], validation: [BoostingSample]?
  ) throws -> BDTTrained {
    try context.train(parts: training.count) { target, context in
      let (weighted, remark) = try prepared(training[target])
      var trained = try train(on: weighted, validation: validation?[target], in: context)
      if let remark { trained.records[trained.records.count - 1].remarks.append(remark) }
      return trained
    }
  }

  /// With the weights that shall count.
  private func prepared(
    _ events: BoostingSample
  ) throws -> (events: BoostingSample, remark: String?) {
    let (weighted, remark) = try events.applying(
      parameters.negativeWeights, targetsAreClasses: !task.isRegression,
      team: ThreadTeam(threads: context.threads))
    guard parameters.balanceClasses else { return (weighted, remark) }
    switch task {
    case .classification: return (try weighted.balanced(), remark)
    case .multiclass(let names): return (try weighted.balanced(names: names), remark)
    case .regression: return (weighted, remark)
    }
  }

  private func train(
    on events: BoostingSample, validation: BoostingSample?, in context: RunContext
  ) throws -> BDTTrained {
    let size = BDTParameters.Size(
      events: events.weights.count { $0 != 0 }, variables: variables)
    if parameters.boosting == .gradient {
      return try boost(events, validation, parameters.boostingOptions(size), context)
    }
    if task.isRegression {
      guard let scheme = parameters.boosting.regressionScheme(parameters.deviationLoss) else {
        preconditionFailure("a scheme that the check allows")
      }
      let (vote, record) = try RegressionVoting(
        scheme, options: parameters.voteOptions(size),
        invertsForNegativeWeights: parameters.negativeWeights == .inverseBoost,
        pruneStrength: parameters.pruning.strength
      ).train(on: events, validation: validation, in: context)
      return BDTTrained(votes: [vote], records: [record])
    }
    return try vote(events, validation, size, context)
  }

  private func boost(
    _ events: BoostingSample, _ validation: BoostingSample?, _ options: BoostingOptions,
    _ context: RunContext
  ) throws -> BDTTrained {
    if case .multiclass(let names) = task {
      let (forests, record) = try SoftmaxBoosting(classes: names.count, options: options)
        .train(on: events, validation: validation, in: context)
      return BDTTrained(votes: forests.map(VotedValue.init), records: [record])
    }
    func run(_ loss: some Loss) throws -> (Forest, TrainingRecord) {
      try GradientBoosting(
        loss: loss, options: options, flatness: parameters.flatness.engineOptions
      ).train(on: events, validation: validation, in: context)
    }
    let (forest, record) = try run(parameters.loss.loss(for: events, task))
    return BDTTrained(votes: [VotedValue(forest)], records: [record])
  }

  /// Votes on signal, or on each class against the rest.
  private func vote(
    _ events: BoostingSample, _ validation: BoostingSample?, _ size: BDTParameters.Size,
    _ context: RunContext
  ) throws -> BDTTrained {
    guard let scheme = parameters.boosting.scheme else {
      preconditionFailure("a scheme that the check allows")
    }
    let voting = TreeVoting(parameters.votingOptions(scheme, size))
    guard case .multiclass(let names) = task else {
      let (vote, record) = try voting.vote(on: events, validation: validation, in: context)
      return BDTTrained(votes: [vote], records: [record])
    }
    return try context.train(parts: names.count) { index, context in
      let (vote, record) = try voting.vote(
        on: events.against(rest: index), validation: validation?.against(rest: index),
        in: context)
      return BDTTrained(votes: [vote], records: [record])
    }
  }
}

extension BoostingSample {
  /// The target 1 for one class, 0 for the others.
  fileprivate func against(rest index: Int) -> BoostingSample {
    BoostingSample(
      columns: columns, targets: targets.map { $0 == Float(index) ? 1 : 0 }, weights: weights)
  }
}

extension TrainingRecord {
  /// One record of trainings side by side: the mean of their losses, each keeping its last where it
  /// ended early, and of their importances; remarks with the name of their part.
  static func joined(_ records: [TrainingRecord], names: [String]) -> TrainingRecord {
    guard records.count > 1 else { return records[0] }
    var joined = records[0]
    let steps = records.map(\.history.count).max() ?? 0
    joined.history = (0..<steps).map { step in
      let points = records.map { $0.history[min(step, $0.history.count - 1)] }
      let held = points.compactMap(\.validationLoss)
      return Point(
        step: step + 1, trainingLoss: points.reduce(0) { $0 + $1.trainingLoss } / Double(points.count),
        validationLoss: held.isEmpty ? nil : held.reduce(0, +) / Double(held.count))
    }
    joined.bestStep = nil
    joined.importance = joined.importance.indices.map { input in
      records.reduce(0) { $0 + $1.importance[input] } / Double(records.count)
    }
    joined.remarks = zip(names, records).flatMap { name, record in
      (record.bestStep.map { ["\(name): \($0) trees were kept"] } ?? [])
        + record.remarks.map { "\(name): \($0)" }
    }
    return joined
  }
}
