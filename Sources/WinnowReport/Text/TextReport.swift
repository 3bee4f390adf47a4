import WinnowEvaluation

/// What a run prints at its end.
public struct TextReport: Sendable {
  public static let width = 100

  public let summary: RunSummary

  public init(_ summary: RunSummary) {
    self.summary = summary
  }

  /// Events, input ranking, efficiencies, overtraining and, last and so always in sight, the ranking.
  public func render(color: Bool) -> String {
    let pages = TerminalPages(color: color)
    let tables = RunTables(summary), methods = MethodTables(summary.methods)
    let verdicts = summary.methods.map { "\($0.name): \($0.figures.overtraining.verdict)" }
    return pages.joined([
      pages.events(summary.facts), pages.text(tables.inputs), pages.text(methods.efficiencies),
      pages.text(methods.overtraining) + pages.lines(verdicts, indent: 2),
      pages.text(methods.ranking), tables.differencesFromBest.map(pages.text) ?? "",
      pages.remarks(summary.facts, summary.methods),
    ])
  }
}
