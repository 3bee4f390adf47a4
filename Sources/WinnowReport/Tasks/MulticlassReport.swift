import WinnowEvaluation

/// The report of a classification with three classes or more.
struct MulticlassReport: RunReport {
  let summary: MulticlassSummary
  let chapters: [Chapter]
  let methods: [MethodPage]
  private let content: MulticlassTables

  init(_ summary: MulticlassSummary) {
    self.summary = summary
    let content = MulticlassTables(summary), drawing = MulticlassDrawing(summary)
    self.content = content
    methods = zip(summary.methods, drawing.methods).map {
      MethodPage($0, facts: Self.facts($0), plots: $1)
    }
    chapters = [
      Chapter(
        id: "summary", title: "Summary",
        tables: [content.ranking, content.oneAgainstRest, content.overtraining]
          + [content.differences].compactMap { $0 }),
      Chapter(id: "confusion", title: "Confusion matrices", tables: content.confusion),
      Chapter(
        id: "curves", title: "ROC curves", tables: [content.efficiencies, content.pairs],
        groups: drawing.curves),
      summary.worthOfVariables,
      Chapter(
        id: "inputs", title: "Events and inputs",
        tables: [summary.facts.eventTable, content.inputs], groups: drawing.inputs),
    ].filter { !$0.isEmpty }
  }

  var facts: RunFacts { summary.facts }
  var definitions: [Definition] { Definition.multiclass }

  private static func facts(_ method: MulticlassMethod) -> [(String, String)] {
    [
      ("Mean AUC", FigureFormat.measured(method.test.auc)),
      ("Mean AUC, training sample", FigureFormat.measured(method.training.auc)),
      ("Accuracy", FigureFormat.measured(method.test.accuracy)),
      ("Accuracy, training sample", FigureFormat.measured(method.training.accuracy)),
    ]
  }

  func text(color: Bool) -> String {
    let pages = TerminalPages(color: color)
    let tables = [content.inputs] + content.confusion
      + [content.efficiencies, content.oneAgainstRest, content.overtraining, content.ranking]
      + [content.differencesFromBest].compactMap { $0 }
    return pages.joined(
      [pages.events(summary.facts)] + tables.map(pages.text)
        + [pages.remarks(summary.facts, summary.methods)])
  }
}
