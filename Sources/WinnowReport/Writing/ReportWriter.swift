import Foundation
import WinnowCore
import WinnowEvaluation

/// What writing a report came to.
public struct ReportOutcome: Sendable {
  public let plots: PlotOutcome
  /// The HTML page.
  public let page: URL
}

/// Writes `plots/`, `report.html`, and the tables as `tables.md` and `tables.tex` of one run.
public struct ReportWriter: Sendable {
  private let report: any RunReport
  private let gnuplot: Gnuplot?

  public init(_ summary: RunSummary, gnuplot: Gnuplot? = .find()) {
    self.init(.classification(summary), gnuplot: gnuplot)
  }

  /// The report of a run of any task.
  public init(_ summary: TaskSummary, gnuplot: Gnuplot? = .find()) {
    report = summary.report
    self.gnuplot = gnuplot
  }

  /// The tables for a terminal, at most 100 columns wide.
  public func text(color: Bool) -> String { report.text(color: color) }

  /// - Parameter directory: the run folder; must exist.
  /// - Throws: `cannotCreate` where a file cannot be written; never for want of gnuplot.
  public func write(into directory: URL) throws -> ReportOutcome {
    let folder = directory.appendingPathComponent("plots", isDirectory: true)
    let outcome = try PlotsWriter(report.plots, gnuplot: gnuplot).write(into: folder)
    let figures = FigureStore(directory: folder, missing: outcome.remark)
    let page = directory.appendingPathComponent("report.html")
    try AtomicFile.write(report.page(figures), to: page)
    let tables = report.tables
    try AtomicFile.write(
      tables.map { "**\($0.title)**\n\n" + $0.markdown() }.joined(separator: "\n"),
      to: directory.appendingPathComponent("tables.md"))
    try AtomicFile.write(
      tables.map { "% \($0.title.plainLine)\n" + $0.latex() }.joined(separator: "\n"),
      to: directory.appendingPathComponent("tables.tex"))
    return ReportOutcome(plots: outcome, page: page)
  }
}
