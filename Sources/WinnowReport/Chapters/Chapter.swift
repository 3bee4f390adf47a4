import WinnowEvaluation

/// One question that a physicist asks of a run, with the tables and figures that answer it.
struct Chapter: Sendable {
  /// The anchor in the page, and a name for the contents.
  let id: String
  let title: String
  /// The question, and how to read the answer.
  let text: String
  let tables: [Table]
  let plots: [Plot]

  /// nil for what has neither table nor figure.
  init?(id: String, title: String, text: String, tables: [Table?], plots: [Plot] = []) {
    self.id = id
    self.title = title
    self.text = text
    self.tables = tables.compactMap { $0 }
    self.plots = plots
    if self.tables.isEmpty && plots.isEmpty { return nil }
  }

  /// In the order of the page; those without figures are left out.
  static func all(_ summary: RunSummary) -> [Chapter] {
    let methods = summary.methods
    return [
      .comparison(summary), .overtraining(methods), .probability(methods), .workingPoints(methods),
      .sculpting(methods), .systematics(methods), .learning(methods), .variables(summary),
    ].compactMap { $0 }
  }
}
