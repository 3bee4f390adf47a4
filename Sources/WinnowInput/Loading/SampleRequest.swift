import WinnowCore
import WinnowExpressions

/// Which events to load, and how: the input part of an analysis.
public struct SampleRequest: Sendable {
  /// Files whose events belong together.
  public struct Source: Sendable {
    public var files: [FileReference]
    /// The class of all its events; nil where a label column or nothing says it.
    public var classIndex: Int?
    /// Multiplies the request's weight.
    public var weight: Expression?
    /// Must hold beside the request's cut.
    public var cut: Expression?
    /// At most so many rows, in place of the request's limit.
    public var limit: Int?

    public init(
      _ files: [FileReference], classIndex: Int? = nil, weight: Expression? = nil,
      cut: Expression? = nil, limit: Int? = nil
    ) {
      self.files = files
      self.classIndex = classIndex
      self.weight = weight
      self.cut = cut
      self.limit = limit
    }
  }

  public var sources: [Source]
  public var features: [Feature]
  /// A plain column keeps its type; an expression gives double precision.
  public var spectators: [NamedExpression] = []
  /// Accepts an event where it is neither 0 nor NaN.
  public var cut: Expression?
  public var weight: Expression?
  public var label: LabelRule?
  /// What a regression shall predict, in place of classes; each must be finite in every event.
  public var targets: [NamedExpression] = []
  /// At most so many rows are read, before cuts, of each source with a class of its own, and of all
  /// sources without one together.
  public var limit: Int?
  public var missing: MissingPolicy = .error
  /// Under `keep`, infinity stays as NaN does: for scoring, where every row needs an answer.
  public var keepsInfinity = false
  public var options = ReadingOptions()
  /// Signal first.
  public var classNames = ["signal", "background"]

  public init(sources: [Source], features: [Feature]) {
    self.sources = sources
    self.features = features
  }

  /// Whether the events will be known by class.
  public var hasClasses: Bool { label != nil || sources.contains { $0.classIndex != nil } }
}

/// What happens to accepted events with an input that is NaN.
public enum MissingPolicy: String, Sendable, Hashable, CaseIterable, Codable {
  /// They are an error that names file, row and column.
  case error
  /// They are left out, infinite inputs too, and counted.
  case drop
  /// NaN stays, for learners that take missing values; infinity is an error.
  case keep
}

/// How a column tells the classes apart.
public struct LabelRule: Sendable, Hashable {
  public var column: String
  /// The values that mean each class, as text; numbers compare as numbers. Where a value stands for two
  /// classes the first has it; no values mean all that the classes before leave.
  public var classes: [[String]]

  public init(column: String, classes: [[String]]) {
    self.column = column
    self.classes = classes
  }

  /// - Parameter background: empty means all values that are not signal.
  public init(column: String, signal: [String], background: [String] = []) {
    self.init(column: column, classes: [signal, background])
  }

  /// The class of each value, nil for values of none.
  func classes(of values: Spectator.Values) -> [Int?] {
    var found = [Int?](repeating: nil, count: values.count)
    for (index, wanted) in classes.enumerated() {
      let matches = wanted.isEmpty ? nil : ValueMatcher(wanted).matches(in: values)
      for row in found.indices where found[row] == nil && matches?[row] ?? true {
        found[row] = index
      }
    }
    return found
  }
}
