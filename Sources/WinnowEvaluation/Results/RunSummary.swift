import WinnowCore

/// All figures of a run: the content of `summary.json`, and all that a report is made from.
///
/// Keys are stable and snake_case. A reader of format 1 finds the keys it knows in later formats.
@dynamicMemberLookup
public struct RunSummary: Sendable {
  public static let currentFormat = 1

  public var facts: RunFacts
  public var inputs: InputFigures
  /// Ranked by AUC, best first.
  public var methods: [MethodSummary]
  /// Paired differences in AUC, each pair of methods once; empty where they were not asked for.
  public var comparisons: [MethodComparison]
  /// Groups of methods that the comparisons do not tell apart; nil where there are none.
  public var equalMethods: [[String]]?
  /// How far methods accept the same test events, each pair once; nil for a single method.
  public var overlaps: [MethodOverlap]?
  /// The planes in which the boundaries of the methods are drawn.
  public var planes: [DecisionPlane]?

  public init(
    facts: RunFacts, inputs: InputFigures, methods: [MethodSummary],
    comparisons: [MethodComparison] = []
  ) {
    self.facts = facts
    self.inputs = inputs
    self.methods = methods
    self.comparisons = comparisons
    equalMethods = comparisons.isEmpty
      ? nil : EqualMethods.groups(ranking: methods.map(\.name), comparisons: comparisons)
  }

  public subscript<Value>(dynamicMember fact: WritableKeyPath<RunFacts, Value>) -> Value {
    get { facts[keyPath: fact] }
    set { facts[keyPath: fact] = newValue }
  }
}

extension RunSummary: Codable {
  private struct Figures: Codable {
    var inputs: InputFigures
    var methods: [MethodSummary]
    var comparisons: [MethodComparison]
    var equalMethods: [[String]]?
    var overlaps: [MethodOverlap]?
    var planes: [DecisionPlane]?
  }

  public init(from decoder: any Decoder) throws {
    let (facts, figures) = try SideBySide<RunFacts, Figures>(from: decoder).parts
    self.init(
      facts: facts, inputs: figures.inputs, methods: figures.methods,
      comparisons: figures.comparisons)
    equalMethods = figures.equalMethods
    overlaps = figures.overlaps
    planes = figures.planes
  }

  public func encode(to encoder: any Encoder) throws {
    let figures = Figures(
      inputs: inputs, methods: methods, comparisons: comparisons, equalMethods: equalMethods,
      overlaps: overlaps, planes: planes)
    try SideBySide(facts, figures).encode(to: encoder)
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

/// What the methods of every task have beside their figures.
public protocol JudgedMethod: Sendable, Codable {
  var identity: MethodSummary.Identity { get set }
  var cost: MethodSummary.Cost { get }
  var record: TrainingRecord { get }
}

extension JudgedMethod {
  public var name: String { identity.name }
}

/// The record of a training under its key.
struct KeptRecord: Codable {
  var record: TrainingRecord
}

/// One method of a run: who it is, how good, and what it costs.
public struct MethodSummary: JudgedMethod {
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

extension MethodSummary {
  public init(from decoder: any Decoder) throws {
    let (identity, figures, cost, kept) =
      try SideBySide<Identity, MethodFigures, Cost, KeptRecord>(from: decoder).parts
    self.init(identity: identity, figures: figures, cost: cost, record: kept.record)
  }

  public func encode(to encoder: any Encoder) throws {
    try SideBySide(identity, figures, cost, KeptRecord(record: record)).encode(to: encoder)
  }
}
