import Foundation
import WinnowCore

/// Writes plots as pictures, each beside the script and the data that it was drawn from.
public struct PlotsWriter: Sendable {
  public let plots: [Plot]
  private let gnuplot: Gnuplot?

  /// - Precondition: plots with different names.
  public init(_ plots: [Plot], gnuplot: Gnuplot? = .find()) {
    precondition(Set(plots.map(\.name)).count == plots.count, "two plots of one name")
    self.plots = plots
    self.gnuplot = gnuplot
  }

  /// Replaces the directory by one with `NAME.svg`, `.pdf`, `.gp` and `.dat` for each plot.
  ///
  /// - Throws: `cannotCreate` where a file cannot be written.
  public func write(into directory: URL) throws -> PlotOutcome {
    var outcome = PlotOutcome.gnuplotMissing
    try AtomicFile.directory(directory) { partial in
      for plot in plots {
        let file = { (type: String) in partial.appendingPathComponent("\(plot.name).\(type)") }
        try AtomicFile.write(GnuplotScript(plot: plot).text, to: file("gp"))
        try AtomicFile.write(GnuplotData(plot: plot).text, to: file("dat"))
      }
      if let gnuplot { outcome = draw(in: partial, with: gnuplot) }
    }
    return outcome
  }

  /// All in one process; where that stops, what is missing one by one, so that one bad plot does not
  /// take the others with it.
  private func draw(in directory: URL, with gnuplot: Gnuplot) -> PlotOutcome {
    guard !plots.isEmpty else { return .drawn(0) }
    let run = gnuplot.run(scripts: plots.map { "\($0.name).gp" }, in: directory)
    if run.succeeded { return .drawn(plots.count) }
    var failed: [String] = [], messages = ""
    for plot in plots {
      let single = gnuplot.run(scripts: ["\(plot.name).gp"], in: directory)
      guard !single.succeeded else { continue }
      failed.append(plot.name)
      if messages.isEmpty { messages = single.messages }
      for format in ["svg", "pdf"] {
        try? FileManager.default.removeItem(
          at: directory.appendingPathComponent("\(plot.name).\(format)"))
      }
    }
    return failed.isEmpty ? .drawn(plots.count) : .incomplete(failed, messages: messages)
  }
}
