import WinnowCore
import WinnowInput

extension TrainedClassifier {
  /// What a classifier tells of the analysis it comes from.
  struct Origin: Sendable {
    var provenance: Provenance
    var missing: MissingPolicy = .keep
    var spectators: [String] = []
    var csv = CSVPlan()
  }

  init(_ job: TrainingJob, _ outcome: TrainingJob.Outcome, _ origin: Origin) throws {
    self.init(
      name: job.plan.name, kind: job.plan.kind, settings: try job.plan.learner().resolvedSettings,
      schema: job.events.train.schema, pipelines: outcome.pipelines,
      foldRule: job.events.foldRule, missing: origin.missing, spectators: origin.spectators, csv: origin.csv,
      probability: nil, ranges: job.events.train.inputRanges, provenance: origin.provenance,
      testVectors: nil)
    task = job.task
    outputs = job.events.train.outputNames
    targets = job.targets
  }

  /// Trains one method of the catalogue on a sample: what a program needs that has its events in
  /// memory already.
  ///
  /// - Parameters:
  ///   - method: a name of the catalogue, such as `BDT`.
  ///   - settings: a table of the method's options; the rest keep their defaults.
  ///   - transforms: such as `["gauss", "decorrelate"]`; nil takes the method's default.
  ///   - sample: events of two classes, 0 signal and 1 background, of more classes, or with targets.
  /// - Throws: `badConfiguration` for settings, `badData` for events it cannot learn from.
  public static func train(
    method: String, settings: Setting = .table([:]), transforms: Setting? = nil,
    on sample: Sample, in context: RunContext = RunContext()
  ) throws -> TrainedClassifier {
    let plan = MethodPlan(name: method, kind: method, settings: settings, transforms: transforms)
    let job = TrainingJob(
      plan: plan, transforms: nil, targets: sample.targetPlans,
      events: EventSets(training: sample), seed: context.seed)
    try job.check()
    return try TrainedClassifier(training: job, in: context)
  }

  /// Trains a job that belongs to no analysis file.
  init(training job: TrainingJob, in context: RunContext) throws {
    let learning = job.events.learning
    let provenance = Provenance(
      version: WinnowVersion.current, analysis: "", seed: job.seed,
      trainingDigest: learning.digest, trainingEvents: learning.count, files: [])
    try self.init(job, job.train(in: context), Origin(provenance: provenance))
  }
}

extension Sample {
  /// The targets as they are.
  fileprivate var targetPlans: [TargetPlan] {
    guard case .targets(let names, _) = truth else { return [] }
    return names.map { TargetPlan(Feature($0)) }
  }

  /// What can be learnt from the events.
  var task: LearnerTraits.Task {
    if case .targets = truth { return .regression }
    return classNames.count > 2 ? .multiclass : .classification
  }

  /// What the scores of a model of this task are called.
  var outputNames: [String] {
    if case .targets(let names, _) = truth { return names }
    return classNames.count > 2 ? classNames : ["response"]
  }
}
