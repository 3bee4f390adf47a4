import Foundation
import Logging
import WinnowCore
import WinnowEvaluation
import WinnowKernels

/// `winnow train`: from an analysis file to a run folder.
public struct TrainingRun: Sendable {
  public struct Options: Sendable {
    public var seed: UInt64
    public var threads: Int
    public var quiet: Bool
    public var start: RunStart
    /// Between two states of an unfinished training on disk, from which `resume` goes on.
    public var checkpointInterval = Duration.seconds(10)

    public init(
      seed: UInt64 = 100, threads: Int = 1, quiet: Bool = false, start: RunStart = .fresh
    ) {
      self.seed = seed
      self.threads = threads
      self.quiet = quiet
      self.start = start
    }
  }

  public let plan: AnalysisPlan
  public let folder: RunFolder
  public let options: Options
  public let cancellation = Cancellation()

  public init(plan: AnalysisPlan, folder: RunFolder, options: Options = Options()) {
    self.plan = plan
    self.folder = folder
    self.options = options
  }

  /// Loads, trains, judges, reports.
  /// - Throws: `WinnowError`; what was finished by then stays in the folder for `--resume`.
  @discardableResult
  public func execute() throws -> TaskSummary {
    var events = try EventLoader(plan: plan, threads: options.threads).load()
    events.remarks += [LeakCheck(events).remark].compactMap { $0 }
    let jobs = jobs(events)
    for job in jobs { try job.check() }
    try folder.prepare(analysis: resolvedText(), start: options.start)
    let console = Console(quiet: options.quiet, log: logger())
    tell(events, console)

    var methods = try TrainingStage(
      jobs: jobs, folder: folder, console: console, threads: options.threads,
      cancellation: cancellation,
      origin: .init(provenance: provenance(events), missing: plan.missing, spectators: plan.spectators,
        csv: plan.input.csv),
      checkpointInterval: options.checkpointInterval
    ).run()
    let stage = JudgementStage(
      plan: plan, events: events, folder: folder, threads: options.threads,
      cancellation: cancellation)
    let summary = try judge(&methods, stage, console)
    try RunFolder.write(SummaryCoding.encode(summary), to: folder.summary)
    try Reporting.write(summary, folder: folder, console: console)
    return summary
  }

  private func judge(
    _ methods: inout [TrainedMethod], _ stage: JudgementStage, _ console: Console
  ) throws -> TaskSummary {
    let facts = facts(stage.events)
    switch plan.task {
    case .classification:
      let judgement = try stage.run(&methods)
      var summary = RunSummary(
        facts: facts, inputs: judgement.inputs, methods: judgement.methods,
        comparisons: judgement.comparisons)
      summary.overlaps = judgement.overlaps.isEmpty ? nil : judgement.overlaps
      summary.planes = judgement.planes.isEmpty ? nil : judgement.planes
      try StudyStage(
        plan: plan, events: stage.events, console: console, threads: options.threads,
        cancellation: cancellation
      ).add(to: &summary, methods: methods, scored: judgement.scored)
      return .classification(summary)
    case .multiclass:
      return .multiclass(try MulticlassJudgement(stage: stage).run(methods, facts))
    case .regression:
      return .regression(try RegressionJudgement(stage: stage).run(methods, facts))
    }
  }

  private func facts(_ events: EventSets) -> RunFacts {
    RunFacts(
      task: plan.task == .classification ? nil : plan.task.rawValue,
      version: WinnowVersion.current, analysis: plan.name, created: Date.now.ISO8601Format(),
      seed: options.seed, threads: options.threads,
      events: events.classes, split: events.splitSentence,
      weightNormalization: events.normalizationSentence, remarks: events.remarks)
  }

  /// The seed is part of the text: a run resumed with another seed would be two runs in one.
  private func resolvedText() throws -> String {
    "\(RunFolder.mark) \(WinnowVersion.current); trained with --seed \(options.seed)\n"
      + (try YAMLWriter.text(plan.resolved()))
  }

  private func logger() -> Logger {
    var logger = Logger(label: "winnow") { _ in SwiftLogNoOpLogHandler() }
    if let file = LogFile(folder.log) {
      logger = Logger(label: "winnow") { _ in RunLogHandler(file: file) }
    }
    logger.logLevel = .debug
    return logger
  }

  private func jobs(_ events: EventSets) -> [TrainingJob] {
    plan.methods.map {
      TrainingJob(
        plan: $0, transforms: plan.transforms, targets: plan.targets, events: events,
        seed: options.seed)
    }
  }

  private func provenance(_ events: EventSets) -> Provenance {
    Provenance(
      version: WinnowVersion.current, analysis: plan.name, seed: options.seed,
      trainingDigest: events.learning.digest, trainingEvents: events.train.count,
      files: plan.input.files)
  }

  private func tell(_ events: EventSets, _ console: Console) {
    console.say("Winnow \(WinnowVersion.current): analysis “\(plan.name)”, seed \(options.seed), "
      + "\(options.threads) \(options.threads == 1 ? "thread" : "threads")")
    for line in events.remarks { console.warn(line) }
    for name in events.classes {
      console.say("\(name.name): \(name.train.events) training and \(name.test.events) test events")
    }
  }
}

extension InputPlan {
  /// All files as the analysis names them.
  var files: [String] {
    switch self {
    case .together(let events): events.files
    case .apart(let train, let test): train.files + test.files
    }
  }
}

extension InputPlan {
  var classNames: [String] {
    switch self {
    case .together(let events), .apart(let events, _): events.classNames
    }
  }

  /// How the test events' CSV files are read, or all.
  var csv: CSVPlan {
    switch self {
    case .together(let events), .apart(_, let events): events.csv
    }
  }
}

extension EventsPlan {
  var csv: CSVPlan {
    switch self {
    case .classes(_, let csv), .labelled(_, _, let csv), .plain(_, let csv): csv
    }
  }

  var files: [String] {
    switch self {
    case .classes(let classes, _): classes.flatMap(\.source.files)
    case .labelled(let source, _, _), .plain(let source, _): source.files
    }
  }

  /// Signal first of two; none for a regression.
  var classNames: [String] {
    switch self {
    case .classes(let classes, _): classes.map(\.name)
    case .labelled(_, let label, _): label.classes.map(\.name)
    case .plain: []
    }
  }
}

extension EventSets {
  /// Counts and weight sums per class; of all events together where there are no classes.
  var classes: [ClassEvents] {
    if train.labels == nil {
      return [
        ClassEvents(
          name: "events", train: .init(weights: train.weights), test: .init(weights: test.weights))
      ]
    }
    return train.classNames.indices.map { index in
      func part(_ sample: Sample) -> ClassEvents.Part {
        ClassEvents.Part(weights: sample.rows(ofClass: index).map { sample.weights[$0] })
      }
      return ClassEvents(name: train.classNames[index], train: part(train), test: part(test))
    }
  }
}
