import WinnowCore
import WinnowInput
import WinnowMath
import WinnowTransforms

/// One method on the events of a run.
struct TrainingJob: Sendable {
  let plan: MethodPlan
  /// Transforms of the analysis, for methods that name none of their own.
  let transforms: Setting?
  /// Those of a regression.
  let targets: [TargetPlan]
  let events: EventSets
  let seed: UInt64
  /// Where unfinished trainings are kept; nil leaves that to the context.
  var checkpoints: CheckpointFiles?

  /// A pipeline per fold, or a single one, with what training had to tell.
  struct Outcome: Sendable {
    let pipelines: [TrainedClassifier.Pipeline]
    let record: TrainingRecord
  }

  /// - Throws: what the method cannot learn from, with the method's name in front.
  func train(in context: RunContext) throws -> Outcome {
    let learner = try plan.learner()
    let parts = trainingRows.indices.map { (fold: $0, rows: trainingRows[$0]) }
    let trained = try parts.map { part in
      try fit(learner, rows: part.rows, fold: part.fold, in: context)
    }
    return Outcome(
      pipelines: trained.map(\.pipeline), record: mergedRecord(trained.map(\.record)))
  }

  /// The rows that each pipeline learns from, its validation rows included. An event of weight zero
  /// is absent for every method.
  var trainingRows: [[Int]] {
    let rows = events.trainingWeights.indices.filter { events.trainingWeights[$0] != 0 }
    guard let folds = events.folds, let rule = events.foldRule else { return [rows] }
    return (0..<rule.count).map { fold in rows.filter { folds[$0] != fold } }
  }

  private func fit(
    _ learner: some Learner, rows: [Int], fold: Int, in context: RunContext
  ) throws -> (pipeline: TrainedClassifier.Pipeline, record: TrainingRecord) {
    var targets = FittedTargets(targets)
    let sample = try targets.encode(events.learning.selecting(rows).withMeanWeightOne)
    try requireBothClasses(sample)
    let seeded = RunContext(
      seed: seed(fold: fold), threads: context.threads, progress: context.progress,
      cancellation: context.cancellation, checkpoints: context.checkpoints)
    let transforms = try chain(for: type(of: learner).traits).fit(to: sample, in: seeded)
    let parts = parts(of: try transforms.apply(to: sample), fold: fold)
    let (model, record) = try trained(learner, on: parts, fold: fold, in: seeded)
    // The median and the mode of a density come back exactly.
    let isExact = (model as? any DensityPredicting).map { $0.point != .mean } ?? false
    if targets.plans.contains(where: \.needsSmearing), !isExact {
      let scores = try parts.validation.map { try model.scores(for: $0, threads: context.threads) }
        ?? model.trainingScores(for: parts.fit, threads: context.threads)
      try targets.fitSmearing(scores, to: parts.validation ?? parts.fit)
    }
    return (.init(transforms: transforms, model: model, targets: targets), record)
  }

  /// The model of one fold, from a run that was killed after it was finished or trained now.
  private func trained(
    _ learner: some Learner, on parts: (fit: Sample, validation: Sample?), fold: Int,
    in context: RunContext
  ) throws -> (model: any Model, record: TrainingRecord) {
    let isFolded = events.foldRule != nil
    let file = checkpoints?.file(fold: isFolded ? fold : nil)
    let method = try Catalog.method(named: plan.kind, at: plan.location)
    if let done = try file?.finished(method, schema: parts.fit.schema) {
      return (done.model, done.record)
    }
    let context = RunContext(
      seed: context.seed, threads: context.threads, progress: context.progress,
      cancellation: context.cancellation, checkpoints: file ?? context.checkpoints)
    let model = try learner.train(on: parts.fit, validation: parts.validation, in: context)
    if isFolded { try file?.keep(model) }
    return (model, model.record)
  }

  var task: LearnerTraits.Task { events.train.task }

  func chain(for traits: LearnerTraits) throws -> TransformChain {
    let given = plan.transforms ?? transforms
    return try TransformChain(reading: given ?? .texts(traits.defaultTransforms))
  }

  /// The method's own random numbers: another method in the file does not change them.
  private func seed(fold: Int) -> UInt64 {
    var hash = seed &+ UInt64(fold) &* 0x9E37_79B9_7F4A_7C15
    for byte in plan.name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }

  private func requireBothClasses(_ sample: Sample) throws {
    for (index, name) in sample.classNames.enumerated()
    where sample.rows(ofClass: index).isEmpty {
      throw WinnowError(.badData, "there is no training event of the class “\(name)”")
    }
  }

  /// Whether the method can take these events at all; asked before anything is written.
  /// - Throws: `badConfiguration` with what the method does not understand.
  func check() throws {
    let traits = try Catalog.method(named: plan.kind, at: plan.location).traits
    guard traits.tasks.contains(task) else {
      throw WinnowError(
        .badConfiguration, "\(plan.owner): \(plan.kind) does no \(task.words); those that do are "
          + Catalog.names(of: task).joined(separator: ", "), at: plan.location)
    }
    if !traits.missingValues && (events.train.hasMissingValues || events.test.hasMissingValues) {
      throw WinnowError(
        .badConfiguration, "\(plan.owner): \(plan.kind) takes no missing values; use "
          + "“missing: drop”, or a method that takes them", at: plan.location)
    }
    if plan.validation != nil && !traits.wantsValidation {
      throw WinnowError(
        .badConfiguration, "\(plan.owner): \(plan.kind) uses no validation events",
        at: plan.location)
    }
  }

  private func mergedRecord(_ records: [TrainingRecord]) -> TrainingRecord {
    guard var record = records.first else { return TrainingRecord() }
    if records.count > 1 {
      if !record.history.isEmpty {
        record.remarks.append("The training history is that of the first of \(records.count) folds.")
      }
      let importances = records.map(\.importance).filter { !$0.isEmpty }
      if let length = importances.first?.count, importances.allSatisfy({ $0.count == length }) {
        record.importance = (0..<length).map { index in
          importances.reduce(0) { $0 + $1[index] } / Double(importances.count)
        }
      }
    }
    return record
  }
}

// MARK: - Validation events

extension TrainingJob {
  /// What methods that stop early set aside unless told otherwise.
  static let validationFraction = 0.1

  /// Rows of a training part that steer early stopping, and those learnt from.
  func divide(_ sample: Sample, fold: Int) -> (fit: [Int], validation: [Int]) {
    divide(
      sample.count, labels: sample.labels ?? [UInt8](repeating: 0, count: sample.count), fold: fold)
  }

  private func divide(
    _ count: Int, labels: [UInt8], fold: Int
  ) -> (fit: [Int], validation: [Int]) {
    let fraction = heldFraction
    guard fraction > 0 else { return (Array(0..<count), []) }
    var random = CounterRandom(seed: seed(fold: fold), stream: 0x76_616c)
    var isValidation = [Bool](repeating: false, count: count)
    for label in Set(labels).sorted() {
      let rows = (0..<count).filter { labels[$0] == label }
      let order = random.permutation(rows.count)
      let held = Int((fraction * Double(rows.count)).rounded())
      // Each class keeps an event on both sides, or goes to the fit whole.
      for index in order.prefix(min(held, rows.count - 1)) { isValidation[rows[index]] = true }
    }
    return ((0..<count).filter { !isValidation[$0] }, (0..<count).filter { isValidation[$0] })
  }

  private var heldFraction: Double {
    let traits = try? Catalog.method(named: plan.kind).traits
    return plan.validation ?? (traits?.wantsValidation == true ? Self.validationFraction : 0)
  }

  private func parts(
    of sample: Sample, fold: Int
  ) -> (fit: Sample, validation: Sample?) {
    let rows = divide(sample, fold: fold)
    if rows.validation.isEmpty { return (sample, nil) }
    return (sample.selecting(rows.fit), sample.selecting(rows.validation))
  }
}

// MARK: - Responses

extension TrainingJob {
  /// Scores of training events, and which of them were learnt from (not held for validation).
  ///
  /// With folds an event's training scores come from the first model that has seen it.
  func trainingScores(
    of classifier: TrainedClassifier, threads: Int
  ) throws -> (scores: Scores, learnt: [Bool]) {
    var values = classifier.outputs.map { _ in [Float](repeating: 0, count: events.train.count) }
    var learnt = [Bool](repeating: false, count: events.train.count)
    try scoreAbsent(classifier, into: &values, threads: threads)
    let count = trainingRows.count
    for (fold, rows) in trainingRows.enumerated() {
      let pipeline = classifier.pipelines[fold]
      let sample = try pipeline.transforms.apply(
        to: pipeline.targets.encode(events.learning.selecting(rows).withMeanWeightOne))
      let parts = divide(sample, fold: fold)
      func store(_ scores: Scores, _ indices: [Int], fitted: Bool) {
        for (place, index) in indices.enumerated() {
          let row = rows[index]
          if let folds = events.folds, (folds[row] + 1) % count != fold { continue }
          for output in values.indices { values[output][row] = scores.values[output][place] }
          learnt[row] = fitted
        }
      }
      let fit = sample.selecting(parts.fit)
      store(
        try pipeline.trainingScores(for: fit, threads: threads), parts.fit, fitted: true)
      if !parts.validation.isEmpty {
        let held = sample.selecting(parts.validation)
        store(
          try pipeline.heldScores(for: held, threads: threads), parts.validation, fitted: false)
      }
    }
    return (Scores(outputs: classifier.outputs, values: values), learnt)
  }
}

extension TrainingJob {
  /// Events of weight zero are in no training; any pipeline may score them.
  private func scoreAbsent(
    _ classifier: TrainedClassifier, into values: inout [[Float]], threads: Int
  ) throws {
    let absent = events.trainingWeights.indices.filter { events.trainingWeights[$0] == 0 }
    if absent.isEmpty { return }
    let scores = try classifier.pipelines[0].scores(
      for: events.train.selecting(absent), threads: threads)
    for output in values.indices {
      for (row, score) in zip(absent, scores.values[output]) { values[output][row] = score }
    }
  }
}

extension Sample {
  /// The same events with weights of mean one, so that a common factor means nothing to any method.
  fileprivate var withMeanWeightOne: Sample {
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return self }
    let factor = Double(count) / sum
    return replacing(weights: weights.map { $0 * factor })
  }

  var hasMissingValues: Bool { columns.contains { $0.contains { !$0.isFinite } } }
}
