import WinnowCore
import WinnowEvaluation

/// What the report of a run consists of, whatever its task was: chapters, and a page per method.
protocol RunReport: Sendable {
  var facts: RunFacts { get }
  var chapters: [Chapter] { get }
  var methods: [MethodPage] { get }
  var definitions: [Definition] { get }
  /// What the page's script draws; nil where there is nothing to explore.
  var explorer: ExplorerData? { get }
  /// The tables for a terminal.
  func text(color: Bool) -> String
}

extension RunReport {
  var explorer: ExplorerData? { nil }

  var plots: [Plot] { chapters.flatMap(\.allPlots) + methods.flatMap(\.plots) }

  /// The tables of the page, for papers.
  var tables: [Table] { chapters.flatMap(\.tables) }

  /// The HTML page, with its pictures.
  func page(_ figures: FigureStore) throws -> String {
    try RunPage(self, store: figures).render()
  }
}

/// What a report says of one method.
struct MethodPage: Sendable {
  let identity: MethodSummary.Identity
  let cost: MethodSummary.Cost
  let remarks: [String]
  /// Those of its task, by name.
  let facts: [(String, String)]
  let plots: [Plot]

  init(_ method: some JudgedMethod, facts: [(String, String)], plots: [Plot]) {
    identity = method.identity
    cost = method.cost
    remarks = method.record.remarks
    self.facts = facts
    self.plots = plots
  }
}

/// The report of a signal/background classification.
struct ClassificationReport: RunReport {
  let summary: RunSummary
  let chapters: [Chapter]
  let methods: [MethodPage]

  init(_ summary: RunSummary) {
    self.summary = summary
    chapters = Chapter.all(summary)
    methods = zip(summary.methods, FileStem.unique(summary.methods.map(\.name))).map { method, stem in
      MethodPage(
        method, facts: Self.facts(method.figures),
        plots: MethodDrawing(method: method, stem: stem).plots)
    }
  }

  var facts: RunFacts { summary.facts }
  var definitions: [Definition] { Definition.all }
  var explorer: ExplorerData? { ExplorerData(summary) }

  private static func facts(_ figures: MethodFigures) -> [(String, String)] {
    [
      ("Forest", figures.forest.map(size) ?? ""),
      ("AUC", FigureFormat.measured(figures.auc)),
      ("AUC, training sample", FigureFormat.measured(figures.aucTrain)),
      ("Separation", FigureFormat.measured(figures.separation)),
      ("Significance", FigureFormat.measured(figures.significance)),
      ("Overtraining", figures.overtraining.verdict),
    ]
  }

  private static func size(_ forest: ForestFigures) -> String {
    "\(forest.trees) trees, \(forest.leaves) leaves, up to \(forest.depth) cuts in a row"
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
