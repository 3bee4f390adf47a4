import WinnowCore
import WinnowEvaluation

/// The report of a classification with three classes or more.
struct MulticlassReport: RunReport {
  let summary: MulticlassSummary
  private let tables: MulticlassTables
  private let drawing: MulticlassDrawing

  init(_ summary: MulticlassSummary) {
    self.summary = summary
    tables = MulticlassTables(summary)
    drawing = MulticlassDrawing(summary)
  }

  var plots: [Plot] { drawing.all }

  func page(_ figures: FigureStore) throws -> String {
    try SectionPage(
      summary.facts,
      sections: [
        SectionContent(
          id: "summary", title: "Summary",
          tables: [tables.ranking, tables.oneAgainstRest, tables.overtraining]
            + [tables.differences].compactMap { $0 }),
        SectionContent(
          id: "confusion", title: "Confusion matrices", tables: tables.confusion),
        SectionContent(
          id: "curves", title: "ROC curves", tables: [tables.efficiencies, tables.pairs],
          groups: drawing.curves),
        SectionContent(
          id: "inputs", title: "Events and inputs",
          tables: [summary.facts.eventTable, tables.inputs], groups: drawing.inputs),
      ],
      methods: zip(summary.methods, drawing.methods).map { method, plots in
        PageModel.Method(
          method.identity, facts: facts(method), cost: method.cost, remarks: method.record.remarks,
          figures: plots.map { PageModel.Figure($0, store: figures) })
      },
      definitions: Definition.multiclass, store: figures
    ).render()
  }

  private func facts(_ method: MulticlassMethod) -> [(String, String)] {
    [
      ("Mean AUC", FigureFormat.measured(method.test.auc)),
      ("Mean AUC, training sample", FigureFormat.measured(method.training.auc)),
      ("Accuracy", FigureFormat.measured(method.test.accuracy)),
      ("Accuracy, training sample", FigureFormat.measured(method.training.accuracy)),
    ]
  }

  func text(color: Bool) -> String {
    let pages = TerminalPages(color: color)
    let own = summary.methods.flatMap { method in
      method.record.remarks.map { "\(method.name): \($0)" }
    }
    return pages.joined(
      [
        pages.text(summary.facts.eventTable)
          + pages.lines([summary.facts.split, summary.facts.weightNormalization]),
        pages.text(tables.inputs),
      ] + tables.confusion.map(pages.text)
        + [tables.efficiencies, tables.oneAgainstRest, tables.overtraining, tables.ranking].map(pages.text)
        + [
          tables.differencesFromBest.map(pages.text) ?? "",
          pages.remarks(summary.facts.remarks + own),
        ])
  }
}
