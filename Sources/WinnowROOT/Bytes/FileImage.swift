import Foundation
import WinnowCore

/// The bytes of a file, mapped into memory; every access is checked against the file's end.
///
/// Faults say what was read; who asked for it adds the file and the object.
struct FileImage: Sendable {
  let path: String
  private let data: Data
  let decompressors = DecompressorPool()

  init(path: String) throws {
    self.path = path
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    } catch {
      let missing = !FileManager.default.fileExists(atPath: path)
      throw WinnowError(
        missing ? .noInput : .inputOutput,
        missing ? "there is no such file" : "cannot be read: \(error.localizedDescription)",
        at: SourceLocation(file: path))
    }
  }

  /// An image of bytes in memory, under the name of a file.
  init(path: String, data: Data) {
    self.path = path
    self.data = data
  }

  var count: Int { data.count }

  func fault(_ text: String, object: String? = nil) -> WinnowError {
    WinnowError(.badData, text, at: SourceLocation(file: path, object: object))
  }

  /// The bytes from `offset` on, without a copy.
  func slice(_ offset: Int, _ size: Int, _ what: String) throws -> Data {
    guard offset >= 0, size >= 0, size <= count, offset <= count - size else {
      throw WinnowError(
        .badData, "\(what): \(size) bytes at \(offset) are outside the file of \(count) bytes")
    }
    let start = data.startIndex + offset
    return data[start..<start + size]
  }

  /// A cursor over a copy of the bytes from `offset` on.
  func cursor(_ offset: Int, _ size: Int, _ what: String) throws -> Cursor {
    Cursor([UInt8](try slice(offset, size, what)), what: what)
  }

  /// A cursor over at most `size` bytes from `offset` on, fewer where the file ends.
  func cursor(_ offset: Int, atMost size: Int, _ what: String) throws -> Cursor {
    guard (0...count).contains(offset) else { return try cursor(offset, size, what) }
    return try cursor(offset, min(size, count - offset), what)
  }
}
