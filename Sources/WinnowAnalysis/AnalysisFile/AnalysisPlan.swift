import Foundation
import WinnowCore
import WinnowEvaluation
import WinnowInput

/// An analysis file, read and checked: what to train on what. Nothing is loaded yet.
public struct AnalysisPlan: Sendable {
  public var name: String
  public var input: InputPlan
  public var variables: [Feature]
  /// What a regression predicts; empty for classes.
  public var targets: [TargetPlan] = []
  public var spectators: [String]
  public var weight: String?
  public var cut: String?
  public var missing: MissingPolicy
  public var normalization: WeightNormalization
  public var split: Split
  /// Transforms for all methods that name none of their own; nil leaves each its default.
  public var transforms: Setting?
  public var methods: [MethodPlan]
  /// What the figures assume.
  public var evaluation: EvaluationOptions
  /// Variations of the test events, and what they do to each method.
  public var systematics: [SystematicPlan] = []
  /// The same for a regression and for three classes or more.
  public var regression = RegressionOptions()
  public var multiclass = MulticlassOptions()
  /// Relative paths in the file start here.
  public var directory: URL
}

extension AnalysisPlan {
  /// What the methods are to learn.
  public var task: LearnerTraits.Task {
    targets.isEmpty ? (input.classNames.count > 2 ? .multiclass : .classification) : .regression
  }
}

/// Where events come from.
public enum InputPlan: Sendable {
  /// One set of events, split into training and test by `split`.
  case together(EventsPlan)
  /// Training and test events in files of their own.
  case apart(train: EventsPlan, test: EventsPlan)
}

public enum EventsPlan: Sendable {
  /// Files of their own for each class.
  case classes([ClassPlan], csv: CSVPlan)
  /// Files that hold all, told apart by a column.
  case labelled(SourcePlan, label: LabelPlan, csv: CSVPlan)
  /// Files of events without classes: what a regression has.
  case plain(SourcePlan, csv: CSVPlan)
}

/// A class and its files.
public struct ClassPlan: Sendable {
  public var name: String
  public var source: SourcePlan
}

/// Files and what belongs to them.
public struct SourcePlan: Sendable {
  /// `file` or `file:object`, with globs.
  public var files: [String]
  public var weight: String?
  public var cut: String?
  /// At most this many events, from the beginning.
  public var events: Int?
  public var location: SourceLocation?
}

/// How CSV files are written, where they do not tell themselves.
public struct CSVPlan: Sendable, Hashable, Codable {
  public var header: Bool?
  public var names: [String]?
  public var delimiter: CSVOptions.Delimiter?
}

/// The column that tells the classes apart, and its values for each; signal first of two.
public struct LabelPlan: Sendable {
  public struct Class: Sendable {
    public var name: String
    public var values: [String]
  }

  public var column: String
  public var classes: [Class]
  public var location: SourceLocation?
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
