/// Events in columns: the one form in which data move from input to scores. Immutable; copies share
/// their columns.
///
/// Shapes: `columns[feature][event]`, `weights[event]`. Weights may be negative.
public struct Sample: Sendable {
  public let schema: Schema
  public let columns: [[Float]]
  public let weights: [Double]
  public let truth: Truth
  public let spectators: [Spectator]

  /// The number of events.
  public var count: Int { weights.count }

  /// - Precondition: every column, the truth and every spectator has one value per weight.
  public init(
    schema: Schema, columns: [[Float]], weights: [Double], truth: Truth = .none,
    spectators: [Spectator] = []
  ) {
    precondition(columns.count == schema.count, "one column per feature")
    precondition(columns.allSatisfy { $0.count == weights.count }, "columns of one length")
    precondition(truth.count.map { $0 == weights.count } ?? true, "one truth value per event")
    precondition(
      spectators.allSatisfy { $0.values.count == weights.count }, "spectators of one length")
    self.schema = schema
    self.columns = columns
    self.weights = weights
    self.truth = truth
    self.spectators = spectators
  }
}

/// What is known of the events.
public enum Truth: Sendable, Hashable {
  case none
  /// Class index of each event. Two classes: 0 is signal, 1 is background.
  case classes(names: [String], labels: [UInt8])
  /// Regression targets: `values[target][event]`.
  case targets(names: [String], values: [[Float]])

  var count: Int? {
    switch self {
    case .none: nil
    case .classes(_, let labels): labels.count
    case .targets(_, let values): values.first?.count
    }
  }
}

/// A column carried along and not trained on, in its own type: 64-bit event numbers stay exact.
public struct Spectator: Sendable, Hashable {
  public enum Values: Sendable, Hashable {
    case real([Double])
    case integer([Int64])
    case text([String])

    public var count: Int {
      switch self {
      case .real(let values): values.count
      case .integer(let values): values.count
      case .text(let values): values.count
      }
    }

    /// The values where all are whole numbers, which doubles hold exactly up to 2⁵³; else nil.
    public var wholeNumbers: [Int64]? {
      switch self {
      case .integer(let values): return values
      case .real(let values):
        let areWhole = values.allSatisfy { abs($0) <= 0x1p53 && $0 == $0.rounded() }
        return areWhole ? values.map { Int64($0) } : nil
      case .text: return nil
      }
    }

    public func selecting(_ rows: [Int]) -> Values {
      switch self {
      case .real(let values): .real(rows.map { values[$0] })
      case .integer(let values): .integer(rows.map { values[$0] })
      case .text(let values): .text(rows.map { values[$0] })
      }
    }
  }

  public let name: String
  public let values: Values

  public init(_ name: String, _ values: Values) {
    self.name = name
    self.values = values
  }
}
