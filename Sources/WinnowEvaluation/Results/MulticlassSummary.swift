import WinnowCore

/// All figures of a classification with three classes or more: the content of its `summary.json`.
public struct MulticlassSummary: Sendable {
  public var facts: RunFacts
  public var inputs: InputFigures
  /// Ranked by the mean one-against-rest AUC, best first.
  public var methods: [MulticlassMethod]
  /// Paired differences of the mean one-against-rest AUC.
  public var comparisons: [MethodComparison]

  public init(
    facts: RunFacts, inputs: InputFigures, methods: [MulticlassMethod],
    comparisons: [MethodComparison] = []
  ) {
    self.facts = facts
    self.inputs = inputs
    self.methods = methods
    self.comparisons = comparisons
  }
}

/// One method of a multiclass run.
public struct MulticlassMethod: Sendable {
  public var identity: MethodSummary.Identity
  public var figures: MulticlassFigures
  /// The same on training events.
  public var training: MulticlassHeadline
  public var test: MulticlassHeadline
  public var cost: MethodSummary.Cost
  public var record: TrainingRecord

  public init(
    identity: MethodSummary.Identity, figures: MulticlassFigures, training: MulticlassHeadline,
    test: MulticlassHeadline, cost: MethodSummary.Cost, record: TrainingRecord
  ) {
    self.identity = identity
    self.figures = figures
    self.training = training
    self.test = test
    self.cost = cost
    self.record = record
  }

  public var name: String { identity.name }
}

extension MulticlassMethod: Codable {
  private enum CodingKeys: String, CodingKey { case training, test, record }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      identity: try MethodSummary.Identity(from: decoder),
      figures: try MulticlassFigures(from: decoder),
      training: try container.decode(MulticlassHeadline.self, forKey: .training),
      test: try container.decode(MulticlassHeadline.self, forKey: .test),
      cost: try MethodSummary.Cost(from: decoder),
      record: try container.decode(TrainingRecord.self, forKey: .record))
  }

  public func encode(to encoder: any Encoder) throws {
    try identity.encode(to: encoder)
    try figures.encode(to: encoder)
    try cost.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(training, forKey: .training)
    try container.encode(test, forKey: .test)
    try container.encode(record, forKey: .record)
  }
}

extension MulticlassSummary: Codable {
  private enum CodingKeys: String, CodingKey { case inputs, methods, comparisons }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      facts: try RunFacts(from: decoder),
      inputs: try container.decode(InputFigures.self, forKey: .inputs),
      methods: try container.decode([MulticlassMethod].self, forKey: .methods),
      comparisons: try container.decode([MethodComparison].self, forKey: .comparisons))
  }

  public func encode(to encoder: any Encoder) throws {
    try facts.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(inputs, forKey: .inputs)
    try container.encode(methods, forKey: .methods)
    try container.encode(comparisons, forKey: .comparisons)
  }
}
