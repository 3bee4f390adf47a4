import WinnowCore
import WinnowEvaluation

/// The report of a regression.
struct RegressionReport: RunReport {
  let summary: RegressionSummary
  private let content: RegressionTables
  private let drawing: RegressionDrawing

  init(_ summary: RegressionSummary) {
    self.summary = summary
    content = RegressionTables(summary)
    drawing = RegressionDrawing(summary)
  }

  var plots: [Plot] { drawing.all }

  var tables: [Table] {
    content.rankings + content.details
      + [content.overtraining, content.differences, summary.facts.eventTable, content.targets,
        content.inputs].compactMap { $0 }
  }

  func page(_ figures: FigureStore) throws -> String {
    try SectionPage(
      summary.facts, sections: sections,
      methods: zip(summary.methods, drawing.methods).map { method, plots in
        PageModel.Method(
          method.identity, facts: facts(method), cost: method.cost, remarks: method.record.remarks,
          figures: plots.map { PageModel.Figure($0, store: figures) })
      },
      definitions: Definition.regression, store: figures
    ).render()
  }

  private var sections: [SectionContent] {
    [
      SectionContent(
        id: "summary", title: "Summary", tables: content.rankings,
        verdicts: content.verdicts),
      SectionContent(
        id: "comparison", title: "Comparison of the methods",
        tables: content.details + [content.overtraining, content.differences].compactMap { $0 }),
      SectionContent(
        id: "profiles", title: "Bias and resolution",
        groups: drawing.profiles),
      SectionContent(
        id: "inputs", title: "Events, targets and inputs",
        tables: [summary.facts.eventTable, content.targets, content.inputs],
        groups: drawing.inputs),
    ]
  }

  private func facts(_ method: RegressionMethod) -> [(String, String)] {
    method.targets.flatMap { figures in
      let of = method.targets.count > 1 ? " of \(figures.target)" : ""
      return [
        ("Bias\(of)", FigureFormat.measured(figures.bias)),
        ("RMS\(of)", FigureFormat.measured(figures.rms)),
        ("σ_eff\(of)", FigureFormat.measured(figures.sigmaEff)),
        ("Overtraining\(of)", figures.overtraining.verdict),
      ]
    }
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
        pages.text(content.targets), pages.text(content.inputs),
      ] + content.details.map(pages.text)
        + [
          pages.text(content.overtraining)
            + pages.lines(content.verdicts.map { "\($0.method): \($0.text)" }, indent: 2)
        ]
        + content.rankings.map(pages.text)
        + [content.differencesFromBest.map(pages.text) ?? "", pages.remarks(summary.facts.remarks + own)])
  }
}
