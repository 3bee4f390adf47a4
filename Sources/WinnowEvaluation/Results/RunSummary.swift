import WinnowCore

/// All figures of a run: the content of `summary.json`, and all that a report is made from.
///
/// Keys are stable and snake_case. A reader of format 1 finds the keys it knows in later formats.
public struct RunSummary: Sendable, Codable {
  public static let currentFormat = 1

  public var format: Int
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
  public var inputs: InputFigures
  /// Ranked by AUC, best first.
  public var methods: [MethodSummary]
  /// Paired differences in AUC, each pair of methods once; empty where they were not asked for.
  public var comparisons: [MethodComparison]
  /// Groups of methods that the comparisons do not tell apart; nil where there are none.
  public var equalMethods: [[String]]?
  /// How far methods accept the same test events, each pair once; nil for a single method.
  public var overlaps: [MethodOverlap]?

  public init(
    format: Int = RunSummary.currentFormat, version: String, analysis: String, created: String,
    seed: UInt64, threads: Int, events: [ClassEvents], split: String,
    weightNormalization: String, remarks: [String], inputs: InputFigures,
    methods: [MethodSummary], comparisons: [MethodComparison] = []
  ) {
    self.format = format
    self.version = version
    self.analysis = analysis
    self.created = created
    self.seed = seed
    self.threads = threads
    self.events = events
    self.split = split
    self.weightNormalization = weightNormalization
    self.remarks = remarks
    self.inputs = inputs
    self.methods = methods
    self.comparisons = comparisons
    equalMethods = comparisons.isEmpty
      ? nil : EqualMethods.groups(ranking: methods.map(\.name), comparisons: comparisons)
  }
}

/// The events of one class.
public struct ClassEvents: Sendable, Hashable, Codable {
  public struct Part: Sendable, Hashable, Codable {
    public var events: Int
    public var sumOfWeights: Double
    public var negativeWeights: Int
    /// (Σw)²/Σw².
    public var effective: Double

    public init(weights: [Double]) {
      events = weights.count
      sumOfWeights = weights.reduce(0, +)
      negativeWeights = weights.count { $0 < 0 }
      let squares = weights.reduce(0) { $0 + $1 * $1 }
      effective = squares > 0 ? sumOfWeights * sumOfWeights / squares : 0
    }
  }

  public var name: String
  public var train: Part
  public var test: Part

  public init(name: String, train: Part, test: Part) {
    self.name = name
    self.train = train
    self.test = test
  }
}

/// One method of a run: who it is, how good, and what it costs.
public struct MethodSummary: Sendable {
  public var identity: Identity
  public var figures: MethodFigures
  public var cost: Cost
  public var record: TrainingRecord

  public init(
    identity: Identity, figures: MethodFigures, cost: Cost, record: TrainingRecord
  ) {
    self.identity = identity
    self.figures = figures
    self.cost = cost
    self.record = record
  }

  public var name: String { identity.name }

  public struct Identity: Sendable, Hashable, Codable {
    /// The name in the analysis file, and the method behind it.
    public var name: String
    public var kind: String
    /// All settings as one line of YAML.
    public var settings: String
    public var transforms: String
    /// The inputs after transforms, in the order of the importance in the record.
    public var inputs: [String]
    public var negativeWeights: String

    public init(
      name: String, kind: String, settings: String, transforms: String, inputs: [String],
      negativeWeights: String
    ) {
      self.name = name
      self.kind = kind
      self.settings = settings
      self.transforms = transforms
      self.inputs = inputs
      self.negativeWeights = negativeWeights
    }
  }

  public struct Cost: Sendable, Hashable, Codable {
    public var trainSeconds: Double
    public var applySeconds: Double
    public var applyNsPerEvent: Double
    public var modelBytes: Int

    public init(
      trainSeconds: Double, applySeconds: Double, applyNsPerEvent: Double, modelBytes: Int
    ) {
      self.trainSeconds = trainSeconds
      self.applySeconds = applySeconds
      self.applyNsPerEvent = applyNsPerEvent
      self.modelBytes = modelBytes
    }
  }
}

/// In JSON the parts lie side by side in one object, so that readers find `auc` beside `name`.
extension MethodSummary: Codable {
  private enum CodingKeys: String, CodingKey { case record }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      identity: try Identity(from: decoder), figures: try MethodFigures(from: decoder),
      cost: try Cost(from: decoder),
      record: try container.decode(TrainingRecord.self, forKey: .record))
  }

  public func encode(to encoder: any Encoder) throws {
    try identity.encode(to: encoder)
    try figures.encode(to: encoder)
    try cost.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(record, forKey: .record)
  }
}
