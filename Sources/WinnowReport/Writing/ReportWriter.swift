import Foundation
import WinnowCore
import WinnowEvaluation

/// What writing a report came to.
public struct ReportOutcome: Sendable {
  public let plots: PlotOutcome
  /// The HTML page.
  public let page: URL
}

/// Writes `plots/` and `report.html` of one run.
public struct ReportWriter: Sendable {
  public let summary: RunSummary
  private let gnuplot: Gnuplot?

  public init(_ summary: RunSummary, gnuplot: Gnuplot? = .find()) {
    self.summary = summary
    self.gnuplot = gnuplot
  }

  /// - Parameter directory: the run folder; must exist.
  /// - Throws: `cannotCreate` where a file cannot be written; never for want of gnuplot.
  public func write(into directory: URL) throws -> ReportOutcome {
    let plots = RunPlots(summary)
    let folder = directory.appendingPathComponent("plots", isDirectory: true)
    let outcome = try PlotsWriter(plots.all, gnuplot: gnuplot).write(into: folder)
    let figures = FigureStore(directory: folder, missing: outcome.remark)
    let page = directory.appendingPathComponent("report.html")
    try AtomicFile.write(HTMLReport(summary, plots: plots, figures: figures).render(), to: page)
    return ReportOutcome(plots: outcome, page: page)
  }
}
