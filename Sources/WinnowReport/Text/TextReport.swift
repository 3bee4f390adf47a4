import WinnowCore
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
    let style = color ? TerminalStyle.ansi : .plain
    let tables = RunTables(summary), methods = MethodTables(summary.methods)
    func text(_ table: Table) -> String { table.text(width: Self.width, style: style) }
    let blocks = [
      text(tables.events) + sentences([summary.split, summary.weightNormalization]),
      text(tables.inputs), text(methods.efficiencies), text(methods.overtraining) + verdicts(style),
      text(methods.ranking), tables.differencesFromBest.map(text) ?? "", remarks(style),
    ]
    return blocks.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func sentences(_ sentences: [String]) -> String {
    lines(sentences.filter { !$0.isEmpty }, indent: 0)
  }

  private func verdicts(_ style: TerminalStyle) -> String {
    lines(summary.methods.map { "\($0.name): \($0.figures.overtraining.verdict)" }, indent: 2)
  }

  private func remarks(_ style: TerminalStyle) -> String {
    let own = summary.methods.flatMap { method in
      method.record.remarks.map { "\(method.name): \($0)" }
    }
    let all = summary.remarks + own
    return all.isEmpty ? "" : style.bold("Remarks") + "\n" + lines(all.map { "• \($0)" }, indent: 2)
  }

  private func lines(_ texts: [String], indent: Int) -> String {
    texts.flatMap { Table.wrapped($0, width: Self.width, indent: indent) }
      .map { $0 + "\n" }.joined()
  }
}
