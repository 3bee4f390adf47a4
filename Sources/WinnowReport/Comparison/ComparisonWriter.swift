import Foundation
import WinnowCore
import WinnowEvaluation

/// Several runs of one task side by side.
public struct ComparisonWriter: Sendable {
  private enum Content {
    case classification(ComparisonReport)
    case merged(any RunReport, runs: Table)
  }

  private var content: Content

  /// - Throws: `badData` for runs of different tasks, and for regressions of different targets or classes.
  public init(_ runs: [(label: String, summary: TaskSummary)]) throws {
    let tasks = Set(runs.map { $0.summary.task }).sorted()
    guard tasks.count == 1 else {
      throw WinnowError(
        .badData, "runs of different tasks cannot be compared: \(tasks.joined(separator: ", "))")
    }
    let runs = Self.numbered(runs)
    let regressions = runs.compactMap { run in run.summary.regression.map { (run.label, $0) } }
    let multiclass = runs.compactMap { run in run.summary.multiclass.map { (run.label, $0) } }
    if let merged = try RegressionSummary(merging: regressions) {
      content = .merged(
        RegressionReport(merged), runs: Self.table(regressions.map { ($0.0, $0.1.facts) }))
    } else if let merged = try MulticlassSummary(merging: multiclass) {
      content = .merged(
        MulticlassReport(merged), runs: Self.table(multiclass.map { ($0.0, $0.1.facts) }))
    } else {
      content = .classification(
        ComparisonReport(
          runs.compactMap { run in
            run.summary.classification.map { .init(label: run.label, summary: $0) }
          }))
    }
  }

  /// Adds differences between methods of runs that share test events; for classifications only.
  /// - Parameter pairing: one sentence on what was paired.
  public mutating func add(_ comparisons: [MethodComparison], pairing: String) {
    guard case .classification(var report) = content else { return }
    report.comparisons = comparisons
    report.pairing = pairing
    content = .classification(report)
  }

  /// Equal labels get numbers.
  private static func numbered(
    _ runs: [(label: String, summary: TaskSummary)]
  ) -> [(label: String, summary: TaskSummary)] {
    var seen: [String: Int] = [:]
    return runs.map { run in
      seen[run.label, default: 0] += 1
      let number = seen[run.label, default: 1]
      return (number == 1 ? run.label : "\(run.label) (\(number))", run.summary)
    }
  }

  private static func table(_ runs: [(label: String, facts: RunFacts)]) -> Table {
    Table(
      title: "Runs",
      columns: [
        .init("Run", .left), .init("Analysis", .left), .init("Made", .left), .init("Seed"),
        .init("Training events"), .init("Test events"),
      ],
      rows: runs.map { label, facts in
        [
          label, facts.analysis, facts.created, "\(facts.seed)",
          FigureFormat.count(facts.events.reduce(0) { $0 + $1.train.events }),
          FigureFormat.count(facts.events.reduce(0) { $0 + $1.test.events }),
        ]
      },
      note: "Inputs and targets are shown as the first run has them.")
  }

  /// The tables for a terminal, at most 100 columns wide.
  public func text(color: Bool) -> String {
    switch content {
    case .classification(let report): return report.render(color: color)
    case .merged(let report, let runs):
      let pages = TerminalPages(color: color)
      return pages.joined([pages.text(runs), report.text(color: color)])
    }
  }

  /// Writes `comparison.html` and `comparison-plots/`.
  ///
  /// - Parameter directory: must exist.
  /// - Throws: `cannotCreate` where a file cannot be written; never for want of gnuplot.
  public func write(
    into directory: URL, gnuplot: Gnuplot? = .find()
  ) throws -> ReportOutcome {
    switch content {
    case .classification(let report): try report.write(into: directory, gnuplot: gnuplot)
    case .merged(let report, _): try Self.write(report, into: directory, gnuplot)
    }
  }

  private static func write(
    _ report: any RunReport, into directory: URL, _ gnuplot: Gnuplot?
  ) throws -> ReportOutcome {
    let folder = directory.appendingPathComponent("comparison-plots", isDirectory: true)
    let outcome = try PlotsWriter(report.plots, gnuplot: gnuplot).write(into: folder)
    let page = directory.appendingPathComponent("comparison.html")
    try AtomicFile.write(
      report.page(FigureStore(directory: folder, missing: outcome.remark)), to: page)
    return ReportOutcome(plots: outcome, page: page)
  }
}

extension RegressionSummary {
  /// All methods as `run/method` in one ranking; nil for no runs.
  fileprivate init?(merging runs: [(label: String, summary: RegressionSummary)]) throws {
    guard let first = runs.first?.summary else { return nil }
    self = first
    for (label, summary) in runs where summary.targets.map(\.name) != targets.map(\.name) {
      throw WinnowError(
        .badData, "the run “\(label)” predicts other targets than “\(runs[0].label)”")
    }
    facts = first.facts.comparing(runs.map { $0.label })
    comparisons = []
    methods = runs.flatMap { run in
      run.summary.methods.map { method in
        var method = method
        method.identity.name = "\(run.label)/\(method.name)"
        return method
      }
    }.sorted { Self.key($0) < Self.key($1) }
    // Curves of one picture need the same quantities.
    let common = methods.first?.targets.first?.profiles.map(\.quantity) ?? []
    let shared = common.filter { name in
      methods.allSatisfy { $0.targets.allSatisfy { $0.profiles.contains { $0.quantity == name } } }
    }
    for index in methods.indices { methods[index].keepProfiles(shared) }
    raw = raw.map { figures in
      var figures = figures
      figures.profiles = figures.profiles.filter { shared.contains($0.quantity) }
      return figures
    }
  }

  private static func key(_ method: RegressionMethod) -> Double {
    method.targets.first.flatMap { $0.rms.isDefined ? $0.rms.value : nil } ?? .infinity
  }
}

extension RegressionMethod {
  fileprivate mutating func keepProfiles(_ names: [String]) {
    for index in targets.indices {
      targets[index].profiles = names.compactMap { name in
        targets[index].profiles.first { $0.quantity == name }
      }
    }
  }
}

extension MulticlassSummary {
  /// All methods as `run/method` in one ranking; nil for no runs.
  fileprivate init?(merging runs: [(label: String, summary: MulticlassSummary)]) throws {
    guard let first = runs.first?.summary else { return nil }
    self = first
    let classes = first.methods.first?.figures.classes
    for (label, summary) in runs where summary.methods.first?.figures.classes != classes {
      throw WinnowError(.badData, "the run “\(label)” has other classes than “\(runs[0].label)”")
    }
    facts = first.facts.comparing(runs.map { $0.label })
    comparisons = []
    methods = runs.flatMap { run in
      run.summary.methods.map { method in
        var method = method
        method.identity.name = "\(run.label)/\(method.name)"
        return method
      }
    }.sorted { $0.test.auc.value > $1.test.auc.value }
  }
}

extension RunFacts {
  fileprivate func comparing(_ labels: [String]) -> RunFacts {
    var facts = self
    facts.analysis = labels.joined(separator: ", ")
    facts.remarks = []
    return facts
  }
}
