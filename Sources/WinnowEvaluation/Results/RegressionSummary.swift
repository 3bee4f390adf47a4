import WinnowCore
import WinnowMath

/// All figures of a regression: the content of its `summary.json`.
public struct RegressionSummary: Sendable {
  public var facts: RunFacts
  public var targets: [TargetFigures]
  public var inputs: RegressionInputs
  /// Ranked by the RMS of the first target, smallest first.
  public var methods: [RegressionMethod]
  /// The raw estimates that the analysis names, judged as if they were methods.
  public var raw: [DeviationFigures]
  /// Paired differences of all methods, target by target.
  public var comparisons: [RegressionComparison]

  public init(
    facts: RunFacts, targets: [TargetFigures], inputs: RegressionInputs, methods: [RegressionMethod],
    raw: [DeviationFigures] = [], comparisons: [RegressionComparison] = []
  ) {
    self.facts = facts
    self.targets = targets
    self.inputs = inputs
    self.methods = methods
    self.raw = raw
    self.comparisons = comparisons
  }
}

/// One target on the test events.
public struct TargetFigures: Sendable, Hashable, Codable {
  public var name: String
  public var expression: String
  public var title: String?
  public var unit: String?
  public var mean: Measured
  public var rms: Double
  public var histogram: Histogram
  /// What is learnt in its place, and how predictions come back, as one sentence; empty for the target
  /// itself.
  public var transform: String

  public init(
    _ feature: Feature, values: [Float], weights: [Double], transform: String, bins: Int
  ) {
    let moments = ColumnMoments(
      values, rows: values.indices.filter { weights[$0] != 0 }, weights: weights)
    name = feature.name
    expression = feature.expression
    title = feature.title
    unit = feature.unit
    mean = moments.mean
    rms = moments.rms
    histogram = Binning(column: values, bins: bins)
      .histogram(values.map(Double.init), weights: weights)
    self.transform = transform
  }
}

/// One method of a regression.
public struct RegressionMethod: Sendable {
  public var identity: MethodSummary.Identity
  /// One per target.
  public var targets: [DeviationFigures]
  public var cost: MethodSummary.Cost
  public var record: TrainingRecord

  public init(
    identity: MethodSummary.Identity, targets: [DeviationFigures], cost: MethodSummary.Cost,
    record: TrainingRecord
  ) {
    self.identity = identity
    self.targets = targets
    self.cost = cost
    self.record = record
  }

  public var name: String { identity.name }
}

/// In JSON the parts lie side by side, with the figures of the first target for readers of one target.
extension RegressionMethod: Codable {
  private enum CodingKeys: String, CodingKey {
    case targets, record, bias, biasTruncated, rms, rmsTruncated, sigmaEff
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      identity: try MethodSummary.Identity(from: decoder),
      targets: try container.decode([DeviationFigures].self, forKey: .targets),
      cost: try MethodSummary.Cost(from: decoder),
      record: try container.decode(TrainingRecord.self, forKey: .record))
  }

  public func encode(to encoder: any Encoder) throws {
    try identity.encode(to: encoder)
    try cost.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(targets, forKey: .targets)
    try container.encode(record, forKey: .record)
    guard let first = targets.first else { return }
    try container.encode(first.bias, forKey: .bias)
    try container.encode(first.biasTruncated, forKey: .biasTruncated)
    try container.encode(first.rms, forKey: .rms)
    try container.encode(first.rmsTruncated, forKey: .rmsTruncated)
    try container.encode(first.sigmaEff, forKey: .sigmaEff)
  }
}

/// In JSON the facts lie beside the figures.
extension RegressionSummary: Codable {
  private enum CodingKeys: String, CodingKey { case targets, inputs, methods, raw, comparisons }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      facts: try RunFacts(from: decoder),
      targets: try container.decode([TargetFigures].self, forKey: .targets),
      inputs: try container.decode(RegressionInputs.self, forKey: .inputs),
      methods: try container.decode([RegressionMethod].self, forKey: .methods),
      raw: try container.decode([DeviationFigures].self, forKey: .raw),
      comparisons: try container.decode([RegressionComparison].self, forKey: .comparisons))
  }

  public func encode(to encoder: any Encoder) throws {
    try facts.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(targets, forKey: .targets)
    try container.encode(inputs, forKey: .inputs)
    try container.encode(methods, forKey: .methods)
    try container.encode(raw, forKey: .raw)
    try container.encode(comparisons, forKey: .comparisons)
  }
}
