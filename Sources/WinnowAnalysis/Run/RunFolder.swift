import Foundation
import WinnowCore

/// The folder of a run. Finished files appear by rename, so whatever is there is whole.
public struct RunFolder: Sendable {
  public let url: URL

  public init(_ url: URL) { self.url = url }

  public var models: URL { url.appendingPathComponent("models") }
  public var summary: URL { url.appendingPathComponent("summary.json") }
  public var scores: URL { url.appendingPathComponent("scores.h5") }
  /// The same under TMVA's names.
  public var trees: URL { url.appendingPathComponent("scores.root") }
  public var analysis: URL { url.appendingPathComponent("analysis.yaml") }
  public var log: URL { url.appendingPathComponent("log.txt") }
  public var report: URL { url.appendingPathComponent("report.html") }

  /// Where unfinished trainings leave their states; gone once all models are there.
  public var checkpoints: URL { url.appendingPathComponent("checkpoints") }

  public func model(_ fileName: String) -> URL {
    models.appendingPathComponent("\(fileName).safetensors")
  }

  /// What training left besides the model: history and time.
  public func training(_ fileName: String) -> URL {
    models.appendingPathComponent("\(fileName).training.json")
  }

  /// Whether the folder is there and holds something that a new run would replace.
  var isOccupied: Bool {
    let items = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return !items.isEmpty
  }

  /// Makes the folder and those inside it. - Throws: `cannotCreate`.
  func create() throws {
    do {
      for folder in [models, checkpoints] {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      }
    } catch {
      throw WinnowError(.cannotCreate, "cannot create the folder “\(url.relativePath)”")
    }
  }

  /// Writes a whole file or nothing. - Throws: `cannotCreate`.
  static func write(_ data: Data, to url: URL) throws {
    do {
      try data.write(to: url, options: .atomic)
    } catch {
      throw WinnowError(.cannotCreate, "cannot write “\(url.relativePath)”")
    }
  }

  func remove(_ url: URL) { try? FileManager.default.removeItem(at: url) }
}

extension RunFolder {
  /// Prepares the folder for a run of a resolved analysis.
  ///
  /// - Throws: `cannotCreate` where another run's results would be lost, `badConfiguration` where a
  ///   resumed run is of another analysis.
  func prepare(analysis text: String, start: RunStart) throws {
    switch start {
    case .fresh:
      guard !isOccupied else {
        throw WinnowError(
          .cannotCreate, "the folder “\(url.relativePath)” already holds files; name another one, "
            + "or use --resume to go on with its run or --overwrite to replace it")
      }
    case .overwrite:
      try removeOldRun()
    case .resume:
      if isOccupied && !isRun { throw foreign }
      if let old = try? String(contentsOf: self.analysis, encoding: .utf8), old != text {
        throw WinnowError(
          .badConfiguration, "the run in “\(url.relativePath)” is of another analysis or seed; "
            + "compare its analysis.yaml, or use --overwrite")
      }
      for folder in [url, models] { removeFiles(in: folder, where: Self.isLeftover) }
    }
    try create()
    try Self.write(Data(text.utf8), to: analysis)
  }

  /// What a killed program leaves of a file that it was writing (Foundation's atomic writing).
  private static func isLeftover(_ name: String) -> Bool { name.hasPrefix(".dat.nosync") }

  /// How the analysis file of a run begins; another one is a user's.
  static let mark = "# Resolved by Winnow"

  private var isRun: Bool {
    (try? String(contentsOf: analysis, encoding: .utf8))?.hasPrefix(Self.mark) ?? false
  }

  private var foreign: WinnowError {
    WinnowError(
      .cannotCreate, "the folder “\(url.relativePath)” holds files that are no Winnow run; name "
        + "another one")
  }

  /// Removes the files that a run writes, and nothing else.
  private func removeOldRun() throws {
    guard isOccupied else { return }
    guard isRun else { throw foreign }
    let names = [
      "summary.json", "scores.h5", "scores.root", "analysis.yaml", "log.txt", "report.html", "tables.md",
      "tables.tex",
    ]
    for name in names { remove(url.appendingPathComponent(name)) }
    remove(checkpoints)
    removeFiles(in: models) { $0.hasSuffix(".safetensors") || $0.hasSuffix(".training.json") }
    removeFiles(in: url.appendingPathComponent("plots")) { name in
      [".svg", ".pdf", ".gp", ".dat"].contains { name.hasSuffix($0) }
    }
  }

  private func removeFiles(in folder: URL, where isOurs: (String) -> Bool) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where isOurs(name) { remove(folder.appendingPathComponent(name)) }
  }
}

/// What to do with a folder that holds something already.
public enum RunStart: Sendable { case fresh, resume, overwrite }
