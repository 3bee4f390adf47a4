import Foundation
import WinnowCore
import WinnowEvaluation

/// Several runs of one task side by side.
public struct ComparisonWriter: Sendable {
  /// Differences between methods of runs, named `run/method`, on events that the runs share.
  public struct Pairing: Sendable {
    public var areas: [MethodComparison]
    public var deviations: [RegressionComparison]
    /// One sentence on what was paired.
    public var sentence: String

    public init(
      areas: [MethodComparison] = [], deviations: [RegressionComparison] = [], sentence: String
    ) {
      self.areas = areas
      self.deviations = deviations
      self.sentence = sentence
    }
  }

  private let runs: ComparedRuns

  /// - Throws: `badData` for runs of different tasks, and for regressions of different targets or classes.
  public init(_ runs: [(label: String, summary: TaskSummary)], pairing: Pairing) throws {
    let tasks = Set(runs.map { $0.summary.facts.task ?? "classification" }).sorted()
    guard tasks.count == 1 else {
      throw WinnowError(
        .badData, "runs of different tasks cannot be compared: \(tasks.joined(separator: ", "))")
    }
    let runs = Array(zip(ComparedRuns.numbered(runs.map(\.label)), runs.map(\.summary)))
    self.runs = ComparedRuns(
      report: try Self.report(runs, pairing), runs: runs.map { ($0.0, $0.1.facts) },
      pairing: pairing.sentence)
  }

  private static func report(
    _ runs: [(label: String, summary: TaskSummary)], _ pairing: Pairing
  ) throws -> any RunReport {
    let regressions = runs.compactMap { run in run.summary.regression.map { (run.label, $0) } }
    if let merged = try RegressionSummary(merging: regressions, pairing.deviations) {
      return RegressionReport(merged)
    }
    let multiclass = runs.compactMap { run in run.summary.multiclass.map { (run.label, $0) } }
    if let merged = try MulticlassSummary(merging: multiclass, pairing.areas) {
      return MulticlassReport(merged)
    }
    var report = ComparisonReport(
      runs.compactMap { run in
        run.summary.classification.map { .init(label: run.label, summary: $0) }
      })
    report.comparisons = pairing.areas
    return report
  }

  /// The tables for a terminal, at most 100 columns wide.
  public func text(color: Bool) -> String { runs.text(color: color) }

  /// Writes `comparison.html` and `comparison-plots/`.
  ///
  /// - Parameter directory: must exist.
  /// - Throws: `cannotCreate` where a file cannot be written; never for want of gnuplot.
  public func write(
    into directory: URL, gnuplot: Gnuplot? = .find()
  ) throws -> ReportOutcome {
    try runs.write(into: directory, gnuplot: gnuplot)
  }
}

extension RegressionSummary {
  /// All methods as `run/method` in one ranking; nil for no runs.
  fileprivate init?(
    merging runs: [(label: String, summary: RegressionSummary)],
    _ comparisons: [RegressionComparison]
  ) throws {
    guard let first = runs.first?.summary else { return nil }
    self = first
    for (label, summary) in runs where summary.targets.map(\.name) != targets.map(\.name) {
      throw WinnowError(
        .badData, "the run “\(label)” predicts other targets than “\(runs[0].label)”")
    }
    facts.remarks = []
    self.comparisons = comparisons
    // Densities are not among the scores of a run: only those of one run are paired.
    densityComparisons = runs.flatMap { run in
      run.summary.densityComparisons.map { $0.labelled(run.label) }
    }
    methods = runs.flatMap { run in run.summary.methods.map { $0.labelled(run.label) } }
      .sorted { Self.key($0) < Self.key($1) }
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
  fileprivate init?(
    merging runs: [(label: String, summary: MulticlassSummary)], _ comparisons: [MethodComparison]
  ) throws {
    guard let first = runs.first?.summary else { return nil }
    self = first
    let classes = first.methods.first?.figures.classes
    for (label, summary) in runs where summary.methods.first?.figures.classes != classes {
      throw WinnowError(.badData, "the run “\(label)” has other classes than “\(runs[0].label)”")
    }
    facts.remarks = []
    self.comparisons = comparisons
    methods = runs.flatMap { run in run.summary.methods.map { $0.labelled(run.label) } }
      .sorted { $0.test.auc.value > $1.test.auc.value }
  }
}
