import WinnowCore
import WinnowEvaluation

extension RunFacts {
  /// Events and weights of each class, or of all events.
  var eventTable: Table {
    Table(
      title: "Events",
      columns: [
        .init("Class", .left), .init("Sample", .left), .init("Events"), .init("Sum of weights"),
        .init("Negative weights"), .init("Effective events"),
      ],
      rows: events.flatMap { events in
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
}

/// The tables of a report, one below the other as on a terminal.
struct TerminalPages {
  let style: TerminalStyle

  init(color: Bool) { style = color ? .ansi : .plain }

  func text(_ table: Table) -> String { table.text(width: TextReport.width, style: style) }

  func lines(_ texts: [String], indent: Int = 0) -> String {
    texts.flatMap { Table.wrapped($0, width: TextReport.width, indent: indent) }
      .map { $0 + "\n" }.joined()
  }

  /// The events, how they were divided and weighted.
  func events(_ facts: RunFacts) -> String {
    text(facts.eventTable)
      + lines([facts.split, facts.weightNormalization].filter { !$0.isEmpty })
  }

  /// Those of the run, then those of its methods.
  func remarks(_ facts: RunFacts, _ methods: [some JudgedMethod]) -> String {
    let texts = facts.remarks
      + methods.flatMap { method in method.record.remarks.map { "\(method.name): \($0)" } }
    return texts.isEmpty ? "" : style.bold("Remarks") + "\n" + lines(texts.map { "• \($0)" }, indent: 2)
  }

  func joined(_ blocks: [String]) -> String {
    blocks.filter { !$0.isEmpty }.joined(separator: "\n")
  }
}
