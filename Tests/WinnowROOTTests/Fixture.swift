import Foundation
import WinnowKernels
import WinnowROOT

/// The files of `Fixtures/`, whose content follows formulas of the entry number (see `make.C`).
enum Fixture {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures")

  static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  static func table(_ name: String, _ object: String) throws -> any EventTable {
    try ROOTFile(path(name)).table(object)
  }

  static let trees = ["none", "zlib", "lzma", "lz4", "zstd"].map { "tree-\($0).root" }
  static let ntuples = ["none", "zstd", "lz4"].map { "ntuple-\($0).root" }

  /// The text of an entry.
  static func word(_ entry: Int) -> String { String(repeating: "a", count: entry % 5) + "\(entry)" }

  /// A folder of real ROOT files, where there is one.
  static let sharedData: URL? = {
    let named = ProcessInfo.processInfo.environment["WINNOW_SHARED_DATA"].map {
      URL(fileURLWithPath: $0)
    }
    let beside = folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/data")
    return [named, beside].compactMap { $0?.appendingPathComponent("root-files") }.first {
      FileManager.default.fileExists(atPath: $0.path)
    }
  }()
}

/// A new team each time: a team has one caller at a time, and tests run side by side.
var team: ThreadTeam { ThreadTeam(threads: 2) }

extension Array where Element == Int {
  /// The bounds of lists of these sizes.
  var bounds: [Int] { reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) } }
}
