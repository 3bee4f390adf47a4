import WinnowCore
import WinnowEvaluation
import WinnowInput
import WinnowMath

/// Trains a method again on fewer events or fewer variables, and judges it on the same test events.
struct RetrainingStudy {
  let job: TrainingJob
  let context: RunContext
  /// The response of the method as it was trained to the test events.
  let nominal: ScoredEvents

  /// AUC against the number of training events: all of them and so many halvings.
  func learningCurve(sizes: Int) throws -> LearningCurve {
    let whole = Double(job.events.trainingWeights.count { $0 != 0 })
    var points = [LearningCurve.Point(events: whole, auc: nominal.steps.auc)]
    for halvings in 1...sizes {
      try context.checkCancelled()
      var events = job.events
      events.thin(halvings: halvings, seed: job.seed)
      let kept = events.trainingWeights.count { $0 != 0 }
      guard kept >= 100 else { break }
      points.append(
        .init(events: Double(kept), auc: try scored(events).steps.auc))
    }
    return LearningCurve(points: points)
  }

  /// The loss without each variable, and the smallest set that loses nothing that can be seen.
  ///
  /// Sets grow by the order of the losses and are searched by halving, which takes the AUC to rise with the
  /// number of variables. The set is found and judged on the same test events, so it is slightly favoured.
  func importance() throws -> RetrainedImportance? {
    let names = job.events.train.schema.names
    guard names.count > 1 else { return nil }
    let losses = try names.map { name in
      RetrainedImportance.Loss(
        variable: name, loss: try self.loss(keeping: names.filter { $0 != name }))
    }.sorted { $0.loss.value > $1.loss.value }
    let ranking = losses.map(\.variable)
    var low = 1, high = names.count
    var loss = Measured(0, 0)
    while low < high {
      let middle = (low + high) / 2
      let trial = try self.loss(keeping: Array(ranking.prefix(middle)))
      if trial.value <= 2 * trial.error {
        (high, loss) = (middle, trial)
      } else {
        low = middle + 1
      }
    }
    return RetrainedImportance(
      losses: losses, smallestSet: Array(ranking.prefix(high)), smallestSetLoss: loss)
  }

  private func loss(keeping names: [String]) throws -> Measured {
    try context.checkCancelled()
    return AUCDifference(nominal, try scored(job.events.keeping(names))).difference
  }

  /// Settings that name a variable which the events lack go without it.
  private func scored(_ events: EventSets) throws -> ScoredEvents {
    let removed = Set(job.events.train.schema.names).subtracting(events.train.schema.names)
    let smaller = TrainingJob(
      plan: try job.plan.without(removed), transforms: job.transforms?.withoutTransforms(of: removed),
      targets: job.targets, events: events, seed: job.seed)
    let scores = try TrainedClassifier(training: smaller, in: context)
      .scores(for: events.test, folds: events.folds, threads: context.threads)
    return try ScoredEvents(response: scores.response, of: events.test)
  }
}

extension EventSets {
  /// Leaves one in 2^halvings training events, at random; smaller parts lie in larger ones. Those left
  /// out get weight zero, which every method takes as absent.
  fileprivate mutating func thin(halvings: Int, seed: UInt64) {
    var random = CounterRandom(seed: seed, stream: 0x6c65_6172_6e)
    let order = random.permutation(trainingWeights.count)
    for row in order[(trainingWeights.count >> halvings)...] { trainingWeights[row] = 0 }
  }

  /// The same events with some of their variables.
  fileprivate func keeping(_ names: [String]) -> EventSets {
    func part(_ sample: Sample) -> Sample {
      let kept = sample.schema.names.indices.filter { names.contains(sample.schema.names[$0]) }
      return sample.replacing(
        schema: Schema(kept.map { sample.schema.features[$0] }), columns: kept.map { sample.columns[$0] })
    }
    var sets = self
    sets.train = part(train)
    sets.test = part(test)
    return sets
  }
}
