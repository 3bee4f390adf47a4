import WinnowEvaluation

/// Tables on the events and inputs of one run.
public struct RunTables: Sendable {
  public let summary: RunSummary

  public init(_ summary: RunSummary) {
    self.summary = summary
  }

  /// Events and weights of each class.
  public var events: Table {
    summary.facts.eventTable
  }

  /// Differences in AUC of pairs of methods, on the same events; nil where there are none.
  public var differences: Table? { Self.differences(of: summary.comparisons) }

  /// The differences from the best method only.
  public var differencesFromBest: Table? {
    Self.differences(of: summary.comparisons.with(summary.methods.first?.name))
  }

  static func differences(
    of comparisons: [MethodComparison], in figure: String = "AUC"
  ) -> Table? {
    guard !comparisons.isEmpty else { return nil }
    return Table(
      title: "Differences in \(figure), paired on the same test events",
      columns: [
        .init("First", .left), .init("Second", .left), .init("First − second"), .init("σ"),
        .init("p"), .init("Verdict", .left),
      ],
      rows: comparisons.map { pair in
        let sigma = pair.significance
        return [
          pair.first, pair.second, FigureFormat.measured(pair.difference),
          sigma.map { FigureFormat.fixed($0, 1) } ?? FigureFormat.undefined,
          pair.pValue.map(FigureFormat.pValue) ?? FigureFormat.undefined,
          pair.verdict,
        ]
      },
      note: "σ: standard deviations from zero; the error knows that the events are the same. Below "
        + "\(FigureFormat.number(equalitySigmas)) σ methods are called equal within errors.")
  }

  /// Input variables ranked by separation, with means per class and, where there are any, the events
  /// in which a variable is missing.
  public var inputs: Table {
    let variables = summary.inputs.variables.rankedBySeparation
    let classes = variables.first?.classes.map(\.name) ?? []
    let hasMissing = variables.contains { $0.classes.contains { $0.missing > 0 } }
    return Table(
      title: "Input variables ranked by separation",
      columns: [.init("Variable", .left), .init("Unit", .left), .init("⟨S²⟩")]
        + classes.map { .init("Mean (\($0))") } + (hasMissing ? [.init("Missing")] : []),
      rows: variables.map { variable in
        let means = classes.map { name in
          variable.classes.first { $0.name == name }.map { FigureFormat.measured($0.mean) }
            ?? FigureFormat.undefined
        }
        let missing = FigureFormat.count(variable.classes.reduce(0) { $0 + $1.missing })
        return [variable.name, variable.unit ?? "", FigureFormat.measured(variable.separation)]
          + means + (hasMissing ? [missing] : [])
      })
  }
}

/// Below so many standard deviations two methods are called equal.
let equalitySigmas = 2.0

/// Two methods on the same events.
protocol MethodPair {
  var first: String { get }
  var second: String { get }
  var significance: Double? { get }
}

extension MethodComparison: MethodPair {}
extension RegressionComparison: MethodPair {}

extension MethodPair {
  var verdict: String {
    significance.map { $0 < equalitySigmas ? "equal within errors" : "different" } ?? ""
  }
}

extension Array where Element: MethodPair {
  /// The pairs that a method is one of; none for nil.
  func with(_ method: String?) -> [Element] {
    filter { $0.first == method || $0.second == method }
  }
}

extension [VariableFigures] {
  /// Highest separation first, undefined ones last, otherwise in the given order.
  var rankedBySeparation: [VariableFigures] {
    func key(_ figures: VariableFigures) -> Double {
      figures.separation.isDefined ? figures.separation.value : -.infinity
    }
    return enumerated().sorted {
      (key($0.element), $1.offset) > (key($1.element), $0.offset)
    }.map(\.element)
  }
}
