import Foundation
import WinnowCore
import WinnowEvaluation

/// Several runs side by side: all their methods in one ranking and one ROC plot.
///
/// Names carry the label of their run. Errors of different runs are independent only where the runs
/// have different test events; the report says so.
public struct ComparisonReport: Sendable {
  public struct Run: Sendable {
    public let label: String
    public let summary: RunSummary

    public init(label: String, summary: RunSummary) {
      self.label = label
      self.summary = summary
    }
  }

  public let runs: [Run]
  /// Differences between methods of all runs, named `run/method`, on events that the runs share.
  public var comparisons: [MethodComparison] = []
  /// One sentence on what was paired.
  public var pairing = ""

  /// Runs under labels such as the names of their folders; equal labels are numbered.
  public init(_ runs: [Run]) {
    var seen: [String: Int] = [:]
    self.runs = runs.map { run in
      let number = seen[run.label, default: 0] + 1
      seen[run.label] = number
      return number == 1 ? run : Run(label: "\(run.label) (\(number))", summary: run.summary)
    }
  }

  /// Runs under the names of their analyses.
  public init(_ summaries: [RunSummary]) {
    self.init(summaries.map { Run(label: $0.analysis, summary: $0) })
  }

  /// All methods as `run/method`, ranked by AUC; undefined ones last.
  public var methods: [MethodSummary] {
    let named = runs.flatMap { run in
      run.summary.methods.map { method in
        var method = method
        method.identity.name = "\(run.label)/\(method.name)"
        return method
      }
    }
    func key(_ method: MethodSummary) -> Double {
      method.figures.auc.isDefined ? method.figures.auc.value : -.infinity
    }
    return named.enumerated().sorted {
      (key($0.element), $1.offset) > (key($1.element), $0.offset)
    }.map(\.element)
  }

  /// The runs themselves: analysis, date, events.
  public var runTable: Table {
    Table(
      title: "Runs",
      columns: [
        .init("Run", .left), .init("Analysis", .left), .init("Made", .left), .init("Seed"),
        .init("Methods"), .init("Training events"), .init("Test events"),
      ],
      rows: runs.map { run in
        let events = run.summary.events
        return [
          run.label, run.summary.analysis, run.summary.created, "\(run.summary.seed)",
          "\(run.summary.methods.count)",
          FigureFormat.count(events.reduce(0) { $0 + $1.train.events }),
          FigureFormat.count(events.reduce(0) { $0 + $1.test.events }),
        ]
      },
      note: pairing)
  }

  /// nil where nothing could be paired.
  public var differences: Table? { RunTables.differences(of: comparisons) }

  /// The tables for a terminal, at most 100 columns wide.
  public func render(color: Bool) -> String {
    let style = color ? TerminalStyle.ansi : .plain
    let tables = MethodTables(methods)
    return ([runTable, tables.efficiencies, tables.overtraining, tables.ranking]
      + [differences].compactMap { $0 })
      .map { $0.text(width: TextReport.width, style: style) }.joined(separator: "\n")
  }

  /// Writes `comparison.html` and `comparison-plots/`.
  ///
  /// - Parameter directory: must exist.
  /// - Throws: `cannotCreate` where a file cannot be written; never for want of gnuplot.
  public func write(
    into directory: URL, gnuplot: Gnuplot? = .find()
  ) throws -> ReportOutcome {
    let roc = ROCDrawing(curves: methods.map { ($0.name, $0.figures.roc, $0.figures.auc) })
    let plots = methods.isEmpty ? [] : [roc.rejection, roc.inverse]
    let folder = directory.appendingPathComponent("comparison-plots", isDirectory: true)
    let outcome = try PlotsWriter(plots, gnuplot: gnuplot).write(into: folder)
    let store = FigureStore(directory: folder, missing: outcome.remark)
    let page = directory.appendingPathComponent("comparison.html")
    let model = ComparisonPage(self, plots: plots, store: store)
    try AtomicFile.write(
      PageTemplates.render(model, with: PageTemplates.comparison), to: page)
    return ReportOutcome(plots: outcome, page: page)
  }
}
