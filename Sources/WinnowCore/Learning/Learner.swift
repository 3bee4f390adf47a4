/// A method with its settings and nothing learnt yet. Training returns a model; unfitted and fitted
/// are different types, so “not trained” cannot happen at run time.
public protocol Learner: Sendable {
  associatedtype Parameters: LearnerParameters
  associatedtype Trained: Model

  /// The name in analysis files, such as `BDT`.
  static var identifier: String { get }
  /// One line for `winnow describe`.
  static var summary: String { get }
  static var traits: LearnerTraits { get }

  init(_ parameters: Parameters)
  var parameters: Parameters { get }

  /// Learns from events. `validation`, where given, steers early stopping and is never learnt from.
  /// - Throws: `badData` for events it cannot learn from; `CancellationError`-like interruption.
  func train(on training: Sample, validation: Sample?, in context: RunContext) throws -> Trained
}

/// What a learner can take; checked once, by the analysis, for all methods.
public struct LearnerTraits: Sendable {
  public enum Task: String, Sendable, CaseIterable { case classification, multiclass, regression }

  public let tasks: Set<Task>
  /// Whether the classes of the events steer the training. A method without supervision tells what is
  /// unusual, so its response need not separate signal and background well.
  public let supervised: Bool
  /// Whether NaN inputs are understood as missing.
  public let missingValues: Bool
  /// One sentence on what the method does with negative event weights.
  public let negativeWeights: String
  /// Whether part of the training sample should be set aside for early stopping.
  public let wantsValidation: Bool
  /// Transforms applied where the analysis file names none, such as `["normalize"]`.
  public let defaultTransforms: [String]

  public init(
    tasks: Set<Task>, supervised: Bool = true, missingValues: Bool = false, negativeWeights: String,
    wantsValidation: Bool = false, defaultTransforms: [String] = []
  ) {
    self.tasks = tasks
    self.supervised = supervised
    self.missingValues = missingValues
    self.negativeWeights = negativeWeights
    self.wantsValidation = wantsValidation
    self.defaultTransforms = defaultTransforms
  }
}

/// A trained method: immutable, thread-safe, applied to whole samples.
public protocol Model: Sendable {
  /// The inputs, after transforms.
  var schema: Schema { get }
  /// What training has to tell: losses by epoch, importance, remarks.
  var record: TrainingRecord { get }

  /// Scores of all events; the same bits at any thread count and for any batching.
  /// - Precondition: the sample's columns are those of `schema`, in order.
  func scores(for sample: Sample, threads: Int) throws -> Scores

  /// Scores of the very events it was trained on, for the overtraining check. Methods that keep the
  /// events (kNN) leave each event itself out; for others these are the plain scores.
  func trainingScores(for training: Sample, threads: Int) throws -> Scores

  /// Everything needed to rebuild the model, bit for bit.
  func archive() -> Archive
  /// - Throws: `badData` where a size, index or value does not fit.
  init(from archive: Archive, schema: Schema) throws
}

extension Model {
  public func trainingScores(for training: Sample, threads: Int) throws -> Scores {
    try scores(for: training, threads: threads)
  }
}
