import WinnowEvaluation

/// Tables on the events and inputs of one run.
public struct RunTables: Sendable {
  public let summary: RunSummary

  public init(_ summary: RunSummary) {
    self.summary = summary
  }

  /// Events and weights of each class.
  public var events: Table {
    Table(
      title: "Events",
      columns: [
        .init("Class", .left), .init("Sample", .left), .init("Events"), .init("Sum of weights"),
        .init("Negative weights"), .init("Effective events"),
      ],
      rows: summary.events.flatMap { events in
        [("training", events.train), ("test", events.test)].map { sample, part in
          [
            events.name, sample, FigureFormat.count(part.events),
            FigureFormat.number(part.sumOfWeights, digits: 6),
            FigureFormat.count(part.negativeWeights),
            FigureFormat.number(part.effective, digits: 6),
          ]
        }
      })
  }

  /// Input variables ranked by separation, with means per class.
  public var inputs: Table {
    let classes = summary.inputs.variables.first?.classes.map(\.name) ?? []
    let ranked = summary.inputs.variables.rankedBySeparation
    return Table(
      title: "Input variables ranked by separation",
      columns: [.init("Variable", .left), .init("Unit", .left), .init("⟨S²⟩")]
        + classes.map { .init("Mean (\($0))") },
      rows: ranked.map { variable in
        let means = classes.map { name in
          variable.classes.first { $0.name == name }.map { FigureFormat.measured($0.mean) }
            ?? FigureFormat.undefined
        }
        return [variable.name, variable.unit ?? "", FigureFormat.measured(variable.separation)]
          + means
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
