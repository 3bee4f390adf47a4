import Foundation
import Testing
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

/// Reads each column that can be read, so that any damage shows.
/// - Throws: the first error.
func readEverything(_ file: FileReference) throws {
  let sources = try file.object == nil
    ? FileFormats.objects(in: file.file) : [FileFormats.open(file)]
  for source in sources {
    for (index, column) in source.columns.enumerated() {
      if case .unsupported = column.type { continue }
      let form: ColumnRequest.Form = column.type.isList ? .lists : .exact
      try source.scan([ColumnRequest(index, form)], rows: 0..<100_000) { batch in
        #expect(batch.values.count == 1)
      }
    }
  }
}
