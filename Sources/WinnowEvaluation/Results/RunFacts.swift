/// What the summary of a run says of the run itself, whatever its task was.
public struct RunFacts: Sendable, Hashable, Codable {
  public var format: Int
  /// `regression` or `multiclass`; summaries of a classification have no such key.
  public var task: String?
  /// Version of the program.
  public var version: String
  public var analysis: String
  /// ISO 8601, UTC.
  public var created: String
  public var seed: UInt64
  public var threads: Int
  public var events: [ClassEvents]
  /// One sentence each on how events were split and weights normalised.
  public var split: String
  public var weightNormalization: String
  /// What the user should know: dropped events, negative weights, skipped plots.
  public var remarks: [String]

  public init(
    task: String?, version: String, analysis: String, created: String, seed: UInt64, threads: Int,
    events: [ClassEvents], split: String, weightNormalization: String, remarks: [String]
  ) {
    format = RunSummary.currentFormat
    self.task = task
    self.version = version
    self.analysis = analysis
    self.created = created
    self.seed = seed
    self.threads = threads
    self.events = events
    self.split = split
    self.weightNormalization = weightNormalization
    self.remarks = remarks
  }
}

/// The summary of a run, whatever its task was.
public enum TaskSummary: Sendable {
  case classification(RunSummary)
  case multiclass(MulticlassSummary)
  case regression(RegressionSummary)

  /// nil for other tasks.
  public var classification: RunSummary? {
    if case .classification(let summary) = self { return summary }
    return nil
  }

  public var multiclass: MulticlassSummary? {
    if case .multiclass(let summary) = self { return summary }
    return nil
  }

  public var regression: RegressionSummary? {
    if case .regression(let summary) = self { return summary }
    return nil
  }

  public var facts: RunFacts {
    switch self {
    case .classification(let summary): summary.facts
    case .multiclass(let summary): summary.facts
    case .regression(let summary): summary.facts
    }
  }
}
