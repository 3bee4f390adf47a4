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
public struct MulticlassMethod: JudgedMethod {
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
}

extension MulticlassMethod {
  private struct Own: Codable {
    var training: MulticlassHeadline
    var test: MulticlassHeadline
    var record: TrainingRecord
  }

  public init(from decoder: any Decoder) throws {
    let (identity, figures, cost, own) = try SideBySide<
      MethodSummary.Identity, MulticlassFigures, MethodSummary.Cost, Own
    >(from: decoder).parts
    self.init(
      identity: identity, figures: figures, training: own.training, test: own.test, cost: cost,
      record: own.record)
  }

  public func encode(to encoder: any Encoder) throws {
    try SideBySide(identity, figures, cost, Own(training: training, test: test, record: record))
      .encode(to: encoder)
  }
}

extension MulticlassSummary: Codable {
  private struct Figures: Codable {
    var inputs: InputFigures
    var methods: [MulticlassMethod]
    var comparisons: [MethodComparison]
  }

  public init(from decoder: any Decoder) throws {
    let (facts, figures) = try SideBySide<RunFacts, Figures>(from: decoder).parts
    self.init(
      facts: facts, inputs: figures.inputs, methods: figures.methods,
      comparisons: figures.comparisons)
  }

  public func encode(to encoder: any Encoder) throws {
    try SideBySide(
      facts, Figures(inputs: inputs, methods: methods, comparisons: comparisons)
    ).encode(to: encoder)
  }
}
