import WinnowEvaluation

/// What the report of a run consists of, whatever its task was.
protocol RunReport: Sendable {
  var plots: [Plot] { get }
  /// The HTML page, with its pictures.
  func page(_ figures: FigureStore) throws -> String
  /// The tables of the page, for papers.
  var tables: [Table] { get }
  /// The tables for a terminal.
  func text(color: Bool) -> String
}

/// The report of a signal/background classification.
struct ClassificationReport: RunReport {
  let summary: RunSummary
  private let drawn: RunPlots

  init(_ summary: RunSummary) {
    self.summary = summary
    drawn = RunPlots(summary)
  }

  var plots: [Plot] { drawn.all }

  func page(_ figures: FigureStore) throws -> String {
    try HTMLReport(summary, plots: drawn, figures: figures).render()
  }

  var tables: [Table] {
    let run = RunTables(summary)
    return [MethodTables(summary.methods).ranking, run.events, run.inputs]
      + Chapter.all(summary).flatMap(\.tables)
  }

  func text(color: Bool) -> String { TextReport(summary).render(color: color) }
}

extension TaskSummary {
  var report: any RunReport {
    switch self {
    case .classification(let summary): ClassificationReport(summary)
    case .multiclass(let summary): MulticlassReport(summary)
    case .regression(let summary): RegressionReport(summary)
    }
  }
}
