import Foundation
import WinnowCore
import WinnowEvaluation

/// A report on the methods of several runs, with a table of the runs themselves in front.
struct ComparedRuns: RunReport {
  let report: any RunReport
  let runs: [(label: String, facts: RunFacts)]
  /// One sentence on what was paired.
  let pairing: String

  var facts: RunFacts { .comparing(runs) }
  var methods: [MethodPage] { report.methods }
  var definitions: [Definition] { report.definitions }

  /// Equal labels get numbers.
  static func numbered(_ labels: [String]) -> [String] {
    var seen: [String: Int] = [:]
    return labels.map { label in
      seen[label, default: 0] += 1
      let number = seen[label, default: 1]
      return number == 1 ? label : "\(label) (\(number))"
    }
  }

  /// The runs stand at the end of the first chapter.
  var chapters: [Chapter] {
    var chapters = report.chapters
    if chapters.isEmpty { return [Chapter(id: "summary", title: "Comparison", tables: [table])] }
    chapters[0].tables.append(table)
    return chapters
  }

  /// Analysis, date, events.
  private var table: Table {
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
      note: [pairing, "Inputs and targets, where shown, are those of the first run."]
        .filter { !$0.isEmpty }.joined(separator: " "))
  }

  func text(color: Bool) -> String {
    let pages = TerminalPages(color: color)
    return pages.joined([pages.text(table), report.text(color: color)])
  }

  /// Writes `comparison.html` and `comparison-plots/`.
  func write(into directory: URL, gnuplot: Gnuplot?) throws -> ReportOutcome {
    let folder = directory.appendingPathComponent("comparison-plots", isDirectory: true)
    let outcome = try PlotsWriter(plots, gnuplot: gnuplot).write(into: folder)
    let page = directory.appendingPathComponent("comparison.html")
    try AtomicFile.write(
      self.page(FigureStore(directory: folder, missing: outcome.remark)), to: page)
    return ReportOutcome(plots: outcome, page: page)
  }
}

extension RunFacts {
  /// Those of a page that compares runs: what the runs have in common.
  static func comparing(_ runs: [(label: String, facts: RunFacts)]) -> RunFacts {
    let first = runs.first?.facts
    return RunFacts(
      task: first?.task, version: first?.version ?? "",
      analysis: runs.map(\.label).joined(separator: ", "), created: first?.created ?? "",
      seed: first?.seed ?? 0, threads: first?.threads ?? 1, events: first?.events ?? [], split: "",
      weightNormalization: "", remarks: [])
  }
}

extension DensityComparison {
  /// The same between `run/method` and `run/method`.
  func labelled(_ label: String) -> DensityComparison {
    var pair = self
    pair.first = "\(label)/\(first)"
    pair.second = "\(label)/\(second)"
    return pair
  }
}

extension JudgedMethod {
  /// The same under the name `run/method`.
  func labelled(_ label: String) -> Self {
    var method = self
    method.identity.name = "\(label)/\(name)"
    return method
  }
}
