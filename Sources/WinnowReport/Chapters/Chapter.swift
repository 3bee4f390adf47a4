import WinnowEvaluation

/// One question that a physicist asks of a run, with the tables, verdicts and figures that answer it.
struct Chapter: Sendable {
  /// The anchor in the page.
  var id: String
  var title: String
  /// The question, and how to read the answer.
  var text = ""
  /// Before the tables.
  var plots: [Plot] = []
  var tables: [Table] = []
  /// Names with one sentence each.
  var verdicts: [(method: String, text: String)] = []
  /// Behind the tables, each with a heading.
  var groups: [RunPlots.Group] = []

  var allPlots: [Plot] { plots + groups.flatMap(\.plots) }

  var isEmpty: Bool { tables.isEmpty && verdicts.isEmpty && allPlots.isEmpty }
}

extension Chapter {
  /// The chapters of a signal/background classification, in the order of the page; those without
  /// figures are left out.
  static func all(_ summary: RunSummary) -> [Chapter] {
    let methods = summary.methods
    return [
      .summary(summary), .comparison(summary), .overtraining(methods), .probability(methods),
      .workingPoints(methods), .boundaries(summary), .sculpting(methods), .systematics(methods), .learning(methods),
      .variables(summary), .inputs(summary),
    ].filter { !$0.isEmpty }
  }

  private static func summary(_ summary: RunSummary) -> Chapter {
    Chapter(
      id: "summary", title: "Summary",
      tables: [MethodTables(summary.methods).ranking, RunTables(summary).events],
      verdicts: summary.methods.map { ($0.name, $0.figures.overtraining.verdict) })
  }

  private static func inputs(_ summary: RunSummary) -> Chapter {
    Chapter(
      id: "inputs", title: "Input variables", tables: [RunTables(summary).inputs],
      groups: RunPlots.inputGroups(summary.inputs))
  }
}
