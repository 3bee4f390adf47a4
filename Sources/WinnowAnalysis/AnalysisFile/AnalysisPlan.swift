import Foundation
import WinnowCore
import WinnowEvaluation

/// An analysis file, read and checked: what to train on what. Nothing is loaded yet.
public struct AnalysisPlan: Sendable {
  public var name: String
  public var input: InputPlan
  public var variables: [Feature]
  public var spectators: [String]
  public var weight: String?
  public var cut: String?
  public var missing: TrainedClassifier.MissingValues
  public var normalization: NormalizationMode
  public var split: SplitPlan
  /// Transforms for all methods that name none of their own; nil leaves each its default.
  public var transforms: Setting?
  public var methods: [MethodPlan]
  /// What the figures assume.
  public var evaluation: EvaluationOptions
  /// Relative paths in the file start here.
  public var directory: URL
}

/// Weight normalisation of the training sample, after TMVA's NormMode.
public enum NormalizationMode: String, Sendable, CaseIterable { case none, events, equal }

/// Where events come from.
public enum InputPlan: Sendable {
  /// One set of events, split into training and test by `split`.
  case together(EventsPlan)
  /// Training and test events in files of their own.
  case apart(train: EventsPlan, test: EventsPlan)
}

public enum EventsPlan: Sendable {
  /// Files of their own for each class.
  case classes(signal: SourcePlan, background: SourcePlan)
  /// Files that hold both, told apart by a column.
  case labelled(SourcePlan, label: LabelPlan)
}

/// Files and what belongs to them.
public struct SourcePlan: Sendable {
  /// `file` or `file:object`, with globs.
  public var files: [String]
  public var weight: String?
  public var cut: String?
  /// At most this many events, from the beginning.
  public var events: Int?
  public var csv: CSVPlan
  public var location: SourceLocation?
}

public struct CSVPlan: Sendable, Hashable {
  public var header: Bool?
  public var names: [String]?
  public var delimiter: String?
}

/// The column that tells signal from background, and its values for each.
public struct LabelPlan: Sendable {
  public var column: String
  public var signal: [String]
  public var background: [String]
  public var location: SourceLocation?
}

/// How events are divided into training and test.
public enum SplitPlan: Sendable {
  case random(test: Double, seed: UInt64)
  case alternate
  /// The first events of each class train, the next ones test; nil takes the rest.
  case block(train: Int?, test: Int?)
  case column(name: String, train: [Double], test: [Double])
  case folds(Int, identifier: String)
}

public struct MethodPlan: Sendable {
  /// The name in the file, such as “BDT deep”.
  public var name: String
  /// The catalogue's name, such as “BDT”.
  public var kind: String
  public var settings: Setting
  public var transforms: Setting?
  /// Fraction of the training events set aside for early stopping; nil leaves it to the method.
  public var validation: Double?
  public var location: SourceLocation?
}
