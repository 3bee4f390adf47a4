import Foundation
import Testing
import WinnowCore

/// Where the real data are: `WINNOW_SHARED_DATA`, or `../shared/data` beside the package.
enum SharedData {
  static var folder: URL {
    let given = ProcessInfo.processInfo.environment["WINNOW_SHARED_DATA"].map { URL(filePath: $0) }
    let package = URL(filePath: #filePath).appending(path: "../../../..").standardized
    return given ?? package.appending(path: "../shared/data").standardized
  }
}

/// The MAGIC telescope data, where they are at hand.
enum Magic {
  private static var folder: URL { SharedData.folder.appending(path: "magic") }

  static var isPresent: Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: "test.csv").path)
  }

  static func sample(_ file: String) throws -> Sample {
    let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    let rows = text.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    let columns = try (0..<10).map { j in try rows.map { try #require(Float($0[j])) } }
    return knnSample(columns, labels: rows.map { $0[10] == "g" ? 0 : 1 })
  }
}
