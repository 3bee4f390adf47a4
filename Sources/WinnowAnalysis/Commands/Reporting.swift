import Foundation
import Logging
import WinnowCore
import WinnowEvaluation
import WinnowReport

/// Tables, plots and pages of finished runs. Everything comes from `summary.json`, and
/// paired differences between runs from their `scores.h5`.
public enum Reporting {
  /// Writes plots and page of a run and prints its tables.
  static func write(_ summary: TaskSummary, folder: RunFolder, console: Console) throws {
    let report = ReportWriter(summary)
    let outcome = try report.write(into: folder.url)
    console.table(report.text(color: console.usesColor))
    tell(outcome, console)
  }

  /// `winnow report DIR`.
  public static func rebuild(_ folder: RunFolder) throws {
    try write(summary(of: folder), folder: folder, console: console())
  }

  /// `winnow compare DIR DIR …`.
  public static func compare(_ folders: [RunFolder], into directory: URL) throws {
    let summaries = try folders.map { try summary(of: $0) }
    let labels = distinctLabels(folders)
    let report = try ComparisonWriter(
      Array(zip(labels, summaries)), pairing: pairing(labels, folders, summaries))
    do {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    } catch {
      throw WinnowError(.cannotCreate, "cannot create the folder “\(directory.relativePath)”")
    }
    let console = console()
    let outcome = try report.write(into: directory)
    console.table(report.text(color: console.usesColor))
    tell(outcome, console)
  }

  /// Where a run's scores are gone or damaged the summaries are all that is compared.
  private static func pairing(
    _ labels: [String], _ folders: [RunFolder], _ summaries: [TaskSummary]
  ) -> ComparisonWriter.Pairing {
    let runs = zip(labels, zip(folders, summaries)).map { label, run in
      SharedTestEvents.Run(label: label, folder: run.0, summary: run.1)
    }
    let none = "Not all runs have their scores.h5, so that no events could be paired."
    return (try? SharedTestEvents(runs).pairing) ?? .init(sentence: none)
  }

  /// - Throws: `noInput` where there is no finished run, `badData` where its summary is damaged.
  static func summary(of folder: RunFolder) throws -> TaskSummary {
    guard let data = try? Data(contentsOf: folder.summary) else {
      throw WinnowError(
        .noInput, "no finished run in “\(folder.url.relativePath)”: it has no summary.json")
    }
    return try SummaryCoding.decodeTask(data, file: folder.summary.relativePath)
  }

  /// The folders' names, or their paths where names repeat.
  private static func distinctLabels(_ folders: [RunFolder]) -> [String] {
    let names = folders.map { $0.url.lastPathComponent }
    return Set(names).count == names.count ? names : folders.map { $0.url.relativePath }
  }

  private static func tell(_ outcome: ReportOutcome, _ console: Console) {
    if let remark = outcome.plots.remark { console.warn(remark) }
    console.say("report: \(outcome.page.relativePath)")
  }

  private static func console() -> Console {
    Console(log: Logger(label: "winnow") { _ in SwiftLogNoOpLogHandler() })
  }
}
