import Foundation
import WinnowCore

/// A file that is written under a temporary name beside its place and appears there when complete.
struct PendingFile: Sendable {
  let destination: String
  let temporary: String

  /// - Throws: `cannotCreate` where the directory is missing or a directory has the file's name.
  init(_ destination: String) throws {
    self.destination = destination
    let url = URL(fileURLWithPath: destination)
    let place = SourceLocation(file: destination)
    let directory = url.deletingLastPathComponent().path
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory),
      isDirectory.boolValue
    else { throw WinnowError(.cannotCreate, "the directory “\(directory)” does not exist", at: place) }
    if FileManager.default.fileExists(atPath: destination, isDirectory: &isDirectory),
      isDirectory.boolValue
    {
      throw WinnowError(.cannotCreate, "a directory has this name", at: place)
    }
    let name = ".\(url.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).partial"
    temporary = directory + "/" + name
  }

  /// - Throws: `cannotCreate`.
  func commit() throws {
    guard rename(temporary, destination) == 0 else {
      discard()
      throw WinnowError(
        .cannotCreate, "the finished file cannot take its name", at: SourceLocation(file: destination))
    }
  }

  /// Writes all bytes and takes the name.
  /// - Throws: `inputOutput` where the bytes cannot be written, `cannotCreate`.
  func commit(_ bytes: Data) throws {
    do {
      try bytes.write(to: URL(fileURLWithPath: temporary))
    } catch {
      discard()
      throw WinnowError(
        .inputOutput, "the file cannot be written", at: SourceLocation(file: destination))
    }
    try commit()
  }

  func discard() { _ = remove(temporary) }
}
