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
    self.runs = zip(ComparedRuns.numbered(runs.map(\.label)), runs).map {
      Run(label: $0, summary: $1.summary)
    }
  }

  /// Runs under the names of their analyses.
  public init(_ summaries: [RunSummary]) {
    self.init(summaries.map { Run(label: $0.analysis, summary: $0) })
  }

  /// All methods as `run/method`, ranked by AUC; undefined ones last.
  public var ranked: [MethodSummary] {
    func key(_ method: MethodSummary) -> Double {
      method.figures.auc.isDefined ? method.figures.auc.value : -.infinity
    }
    return runs.flatMap { run in run.summary.methods.map { $0.labelled(run.label) } }
      .enumerated().sorted {
        (key($0.element), $1.offset) > (key($1.element), $0.offset)
      }.map(\.element)
  }

  /// nil where nothing could be paired.
  public var differences: Table? { RunTables.differences(of: comparisons) }

  /// The tables for a terminal, at most 100 columns wide.
  public func render(color: Bool) -> String { text(color: color) }

  /// Writes `comparison.html` and `comparison-plots/`.
  ///
  /// - Parameter directory: must exist.
  /// - Throws: `cannotCreate` where a file cannot be written; never for want of gnuplot.
  public func write(
    into directory: URL, gnuplot: Gnuplot? = .find()
  ) throws -> ReportOutcome {
    try ComparedRuns(report: self, runs: runFacts, pairing: pairing)
      .write(into: directory, gnuplot: gnuplot)
  }

  private var runFacts: [(label: String, facts: RunFacts)] {
    runs.map { ($0.label, $0.summary.facts) }
  }
}

extension ComparisonReport: RunReport {
  var facts: RunFacts { .comparing(runFacts) }
  var methods: [MethodPage] { [] }
  var definitions: [Definition] { Definition.all }

  var chapters: [Chapter] {
    let tables = MethodTables(ranked)
    let roc = ROCDrawing(curves: ranked.map { ($0.name, $0.figures.roc, $0.figures.auc) })
    return [
      Chapter(
        id: "summary", title: "Comparison",
        tables: [tables.ranking, differences, tables.efficiencies, tables.overtraining, tables.bestCuts]
          .compactMap { $0 },
        verdicts: ranked.map { ($0.name, $0.figures.overtraining.verdict) }),
      Chapter(
        id: "figures", title: "ROC curves", plots: ranked.isEmpty ? [] : [roc.rejection, roc.inverse]),
    ].filter { !$0.isEmpty }
  }

  func text(color: Bool) -> String {
    let pages = TerminalPages(color: color), tables = MethodTables(ranked)
    return pages.joined(
      ([tables.efficiencies, tables.overtraining, tables.ranking] + [differences].compactMap { $0 })
        .map(pages.text))
  }
}
