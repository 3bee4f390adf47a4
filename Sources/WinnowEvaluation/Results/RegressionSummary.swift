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
  /// Those of the methods that predict densities.
  public var densityComparisons: [DensityComparison] = []

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
@dynamicMemberLookup
public struct TargetFigures: Sendable, Hashable {
  public var column: ColumnFigures
  /// What is learnt in its place, and how predictions come back, as one sentence; empty for the target
  /// itself.
  public var transform: String

  public init(
    _ feature: Feature, values: [Float], weights: [Double], transform: String, bins: Int
  ) {
    column = ColumnFigures(
      feature, values, rows: values.indices.filter { weights[$0] != 0 }, weights: weights,
      bins: bins)
    self.transform = transform
  }

  public subscript<Value>(dynamicMember figure: KeyPath<ColumnFigures, Value>) -> Value {
    column[keyPath: figure]
  }
}

extension TargetFigures: Codable {
  private struct Own: Codable { var transform: String }

  public init(from decoder: any Decoder) throws {
    let (column, own) = try SideBySide<ColumnFigures, Own>(from: decoder).parts
    (self.column, transform) = (column, own.transform)
  }

  public func encode(to encoder: any Encoder) throws {
    try SideBySide(column, Own(transform: transform)).encode(to: encoder)
  }
}

/// One method of a regression.
public struct RegressionMethod: JudgedMethod {
  public var identity: MethodSummary.Identity
  /// One per target.
  public var targets: [DeviationFigures]
  public var cost: MethodSummary.Cost
  public var record: TrainingRecord
  /// One per target, of a method that predicts densities; else none.
  public var densities: [DensityFigures] = []

  public init(
    identity: MethodSummary.Identity, targets: [DeviationFigures], cost: MethodSummary.Cost,
    record: TrainingRecord
  ) {
    self.identity = identity
    self.targets = targets
    self.cost = cost
    self.record = record
  }
}

/// In JSON the figures of the first target stand once more, for readers of one target.
extension RegressionMethod {
  private struct Targets: Codable {
    var targets: [DeviationFigures]
    var record: TrainingRecord
    var densities: [DensityFigures]?
  }

  private struct First: Encodable {
    let bias: Measured
    let biasTruncated: Measured
    let rms: Measured
    let rmsTruncated: Measured
    let sigmaEff: Measured
  }

  public init(from decoder: any Decoder) throws {
    let (identity, own, cost) = try SideBySide<
      MethodSummary.Identity, Targets, MethodSummary.Cost
    >(from: decoder).parts
    self.init(identity: identity, targets: own.targets, cost: cost, record: own.record)
    densities = own.densities ?? []
  }

  public func encode(to encoder: any Encoder) throws {
    let own = Targets(
      targets: targets, record: record, densities: densities.isEmpty ? nil : densities)
    try SideBySide(identity, cost, own).encode(to: encoder)
    guard let first = targets.first else { return }
    try First(
      bias: first.bias, biasTruncated: first.biasTruncated, rms: first.rms,
      rmsTruncated: first.rmsTruncated, sigmaEff: first.sigmaEff
    ).encode(to: encoder)
  }
}

extension RegressionSummary: Codable {
  private struct Figures: Codable {
    var targets: [TargetFigures]
    var inputs: RegressionInputs
    var methods: [RegressionMethod]
    var raw: [DeviationFigures]
    var comparisons: [RegressionComparison]
    var densityComparisons: [DensityComparison]?
  }

  public init(from decoder: any Decoder) throws {
    let (facts, figures) = try SideBySide<RunFacts, Figures>(from: decoder).parts
    self.init(
      facts: facts, targets: figures.targets, inputs: figures.inputs, methods: figures.methods,
      raw: figures.raw, comparisons: figures.comparisons)
    densityComparisons = figures.densityComparisons ?? []
  }

  public func encode(to encoder: any Encoder) throws {
    let figures = Figures(
      targets: targets, inputs: inputs, methods: methods, raw: raw, comparisons: comparisons,
      densityComparisons: densityComparisons.isEmpty ? nil : densityComparisons)
    try SideBySide(facts, figures).encode(to: encoder)
  }
}
