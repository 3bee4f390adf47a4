import Foundation
import WinnowCore
import WinnowInput

/// A file made by `Fixtures/make.py`.
func fixture(_ name: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/\(name)").path
}

/// A directory that disappears with the object.
final class Scratch {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/winnow-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  func file(_ name: String, _ text: String) throws -> String { try file(name, Array(text.utf8)) }
}

/// The error that the body throws.
func fault(_ body: () throws -> Void) -> WinnowError? {
  do {
    try body()
    return nil
  } catch {
    return error as? WinnowError
  }
}

extension TableSource {
  var names: [String] { columns.map(\.name) }
}
