import WinnowEvaluation

/// Tables on the events and inputs of one run.
public struct RunTables: Sendable {
  public let summary: RunSummary

  public init(_ summary: RunSummary) {
    self.summary = summary
  }

  /// Events and weights of each class.
  public var events: Table {
    ClassEvents.table(summary.events)
  }

  /// Differences in AUC of pairs of methods, on the same events; nil where there are none.
  public var differences: Table? { Self.differences(of: summary.comparisons) }

  /// The differences from the best method only.
  public var differencesFromBest: Table? {
    guard let best = summary.methods.first?.name else { return nil }
    return Self.differences(of: summary.comparisons.filter { $0.first == best || $0.second == best })
  }

  /// Below so many standard deviations two methods are called equal.
  private static let equality = 2.0

  static func differences(of comparisons: [MethodComparison]) -> Table? {
    guard !comparisons.isEmpty else { return nil }
    return Table(
      title: "Differences in AUC, paired on the same test events",
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
          sigma.map { $0 < equality ? "equal within errors" : "different" } ?? "",
        ]
      },
      note: "σ: standard deviations from zero; the error knows that the events are the same. Below "
        + "\(FigureFormat.number(equality)) σ methods are called equal within errors.")
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
