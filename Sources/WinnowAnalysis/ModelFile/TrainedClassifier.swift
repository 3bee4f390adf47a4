import WinnowCore
import WinnowEvaluation
import WinnowInput
import WinnowKernels
import WinnowTransforms

/// The only thing that is saved and applied: inputs, transforms, model, calibration, provenance.
///
/// A classifier trained in k folds holds k pipelines and the rule that picks one for each event; all
/// others hold a single one.
public struct TrainedClassifier: Sendable {
  /// Transforms and the model behind them.
  public struct Pipeline: Sendable {
    public let transforms: FittedChain
    public let model: any Model
    /// The way back to the targets of a regression.
    let targets: FittedTargets

    public init(transforms: FittedChain, model: any Model) {
      self.init(transforms: transforms, model: model, targets: FittedTargets([]))
    }

    init(transforms: FittedChain, model: any Model, targets: FittedTargets) {
      self.transforms = transforms
      self.model = model
      self.targets = targets
    }

    public func scores(for sample: Sample, threads: Int) throws -> Scores {
      try told(model.scores(for: transforms.apply(to: sample), threads: threads), of: sample)
    }

    /// Scores of transformed events that the model was trained on; see `Model.trainingScores`.
    func trainingScores(for transformed: Sample, threads: Int) throws -> Scores {
      try told(model.trainingScores(for: transformed, threads: threads), of: transformed)
    }

    /// Scores of transformed events that it was not trained on.
    func heldScores(for transformed: Sample, threads: Int) throws -> Scores {
      try told(model.scores(for: transformed, threads: threads), of: transformed)
    }

    private func told(_ scores: Scores, of sample: Sample) throws -> Scores {
      targets.plans.isEmpty ? scores : try targets.decode(scores, of: sample)
    }
  }

  public var name: String
  public var kind: String
  public var settings: Setting
  /// Inputs before transforms.
  public var schema: Schema
  public var pipelines: [Pipeline]
  /// Which pipeline has not seen an event: that of the event's fold.
  public var foldRule: FoldRule?
  public var missing: MissingPolicy
  public var spectators: [String]
  /// How CSV files were read in training, and are when the classifier is applied.
  public var csv: CSVPlan
  public var probability: SignalProbability?
  /// Smallest and largest training value of each input.
  public var ranges: [InputRange]
  public var provenance: Provenance
  public var testVectors: TestVectors?
  public var task = LearnerTraits.Task.classification
  /// What the scores are of: the response of two classes, three classes or more, or targets.
  public var outputs = ["response"]
  /// Those of a regression.
  public var targets: [TargetPlan] = []
  /// The file that the model was read from and may still be using.
  var file: MappedFile?

  public struct InputRange: Sendable, Hashable, Codable {
    public var minimum: Float
    public var maximum: Float

    public init(minimum: Float, maximum: Float) {
      self.minimum = minimum
      self.maximum = maximum
    }
  }
}

extension TrainedClassifier {
  /// Scores of all events. With folds, each event is scored by the pipeline that has not seen it.
  ///
  /// - Parameter folds: the fold of each event; needed if and only if there is a fold rule.
  /// - Throws: `badData` where the sample lacks an input.
  public func scores(for sample: Sample, folds: [Int]? = nil, threads: Int) throws -> Scores {
    try byFold(of: sample.matching(schema), folds) { pipeline, events in
      try pipeline.scores(for: events, threads: threads)
    }
  }

  /// What each pipeline says of the events that it has not seen.
  func byFold(
    of sample: Sample, _ folds: [Int]?, _ answer: (Pipeline, Sample) throws -> Scores
  ) throws -> Scores {
    try file?.checkUnchanged()
    let scores = try joined(sample, folds, answer)
    try file?.checkUnchanged()
    return scores
  }

  private func joined(
    _ sample: Sample, _ folds: [Int]?, _ answer: (Pipeline, Sample) throws -> Scores
  ) throws -> Scores {
    guard pipelines.count > 1 else { return try answer(pipelines[0], sample) }
    guard let folds, folds.count == sample.count else {
      throw WinnowError(
        .badData, "the model “\(name)” was trained in folds and needs the identifier of each event")
    }
    var values = outputs.map { _ in [Float](repeating: 0, count: sample.count) }
    for (fold, pipeline) in pipelines.enumerated() {
      let rows = folds.indices.filter { folds[$0] == fold }
      let part = try answer(pipeline, sample.selecting(rows))
      for output in values.indices {
        for (index, row) in rows.enumerated() { values[output][row] = part.values[output][index] }
      }
    }
    return Scores(outputs: outputs, values: values)
  }

  /// What the columns of its scores are called in files: its name for a response, else `name_output`.
  public var columnNames: [String] {
    task == .classification ? [name] : outputs.map { "\(name)_\($0)" }
  }

  /// Events outside the training range, counted by input.
  public func outOfRange(_ sample: Sample) throws -> [(name: String, events: Int)] {
    let sample = try sample.matching(schema)
    return zip(schema.names, zip(sample.columns, ranges)).map { name, pair in
      let (column, range) = pair
      return (name, column.count { $0 < range.minimum || $0 > range.maximum })
    }
  }
}

extension Sample {
  /// Smallest and largest finite value of each column.
  public var inputRanges: [TrainedClassifier.InputRange] {
    columns.map { column in
      let finite = column.lazy.filter(\.isFinite)
      return .init(minimum: finite.min() ?? 0, maximum: finite.max() ?? 0)
    }
  }
}
