import WinnowCore
import WinnowEvaluation

/// The report of a classification with three classes or more.
struct MulticlassReport: RunReport {
  let summary: MulticlassSummary
  private let content: MulticlassTables
  private let drawing: MulticlassDrawing

  init(_ summary: MulticlassSummary) {
    self.summary = summary
    content = MulticlassTables(summary)
    drawing = MulticlassDrawing(summary)
  }

  var plots: [Plot] { drawing.all }

  var tables: [Table] {
    [
      content.ranking, content.oneAgainstRest, content.overtraining, content.efficiencies,
      content.pairs, summary.facts.eventTable, content.inputs,
    ] + content.confusion + [content.differences].compactMap { $0 }
  }

  func page(_ figures: FigureStore) throws -> String {
    try SectionPage(
      summary.facts,
      sections: [
        SectionContent(
          id: "summary", title: "Summary",
          tables: [content.ranking, content.oneAgainstRest, content.overtraining]
            + [content.differences].compactMap { $0 }),
        SectionContent(
          id: "confusion", title: "Confusion matrices", tables: content.confusion),
        SectionContent(
          id: "curves", title: "ROC curves", tables: [content.efficiencies, content.pairs],
          groups: drawing.curves),
        SectionContent(
          id: "inputs", title: "Events and inputs",
          tables: [summary.facts.eventTable, content.inputs], groups: drawing.inputs),
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
        pages.text(content.inputs),
      ] + content.confusion.map(pages.text)
        + [content.efficiencies, content.oneAgainstRest, content.overtraining, content.ranking].map(pages.text)
        + [
          content.differencesFromBest.map(pages.text) ?? "",
          pages.remarks(summary.facts.remarks + own),
        ])
  }
}
