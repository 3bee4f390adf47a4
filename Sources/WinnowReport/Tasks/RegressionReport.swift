import WinnowEvaluation

/// The report of a regression.
struct RegressionReport: RunReport {
  let summary: RegressionSummary
  let chapters: [Chapter]
  let methods: [MethodPage]
  private let content: RegressionTables

  init(_ summary: RegressionSummary) {
    self.summary = summary
    let content = RegressionTables(summary), drawing = RegressionDrawing(summary)
    self.content = content
    methods = zip(summary.methods, drawing.methods).map {
      MethodPage($0, facts: Self.facts($0), plots: $1)
    }
    chapters = [
      Chapter(
        id: "summary", title: "Summary", tables: content.rankings, verdicts: content.verdicts),
      Chapter(
        id: "comparison", title: "Comparison of the methods",
        tables: content.details + [content.overtraining, content.differences].compactMap { $0 }),
      Chapter(
        id: "resolution", title: "Linearity and resolution",
        text: ResolutionTables.text, plots: drawing.resolutions,
        tables: ResolutionTables(summary).tables),
      Chapter(id: "profiles", title: "Bias and resolution", groups: drawing.profiles),
      Chapter.densities(summary),
      summary.worthOfVariables,
      Chapter(
        id: "inputs", title: "Events, targets and inputs",
        tables: [summary.facts.eventTable, content.targets, content.inputs],
        groups: drawing.inputs),
    ].filter { !$0.isEmpty }
  }

  var facts: RunFacts { summary.facts }
  var definitions: [Definition] {
    let predictsDensities = summary.methods.contains { !$0.densities.isEmpty }
    return Definition.regression + (predictsDensities ? Definition.densities : [])
  }

  private static func facts(_ method: RegressionMethod) -> [(String, String)] {
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
    let verdicts = pages.lines(content.verdicts.map { "\($0.method): \($0.text)" }, indent: 2)
    let last = content.rankings + [content.differencesFromBest].compactMap { $0 }
    return pages.joined(
      [pages.events(summary.facts)]
        + ([content.targets, content.inputs] + content.details + ResolutionTables(summary).tables).map(pages.text)
        + [pages.text(content.overtraining) + verdicts] + last.map(pages.text)
        + [pages.remarks(summary.facts, summary.methods)])
  }
}
