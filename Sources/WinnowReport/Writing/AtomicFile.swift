import Foundation
import WinnowCore

/// Files that appear whole or not at all: written under a temporary name, then renamed.
enum AtomicFile {
  /// - Throws: `cannotCreate` with the path and the reason.
  static func write(_ text: String, to url: URL) throws {
    try reporting(url) { try Data(text.utf8).write(to: url, options: .atomic) }
  }

  /// A directory that appears under its name once `fill` has filled it; an older one is replaced.
  static func directory(_ url: URL, fill: (URL) throws -> Void) throws {
    let files = FileManager.default
    let parent = url.deletingLastPathComponent()
    let partial = parent.appendingPathComponent(".\(url.lastPathComponent).part")
    let outdated = parent.appendingPathComponent(".\(url.lastPathComponent).old")
    // What an interrupted run left behind.
    for leftover in [partial, outdated] where files.fileExists(atPath: leftover.path) {
      try reporting(leftover) { try files.removeItem(at: leftover) }
    }
    try reporting(partial) {
      try files.createDirectory(at: partial, withIntermediateDirectories: true)
    }
    do {
      try fill(partial)
      try reporting(url) {
        let replaces = files.fileExists(atPath: url.path)
        if replaces { try files.moveItem(at: url, to: outdated) }
        try files.moveItem(at: partial, to: url)
        if replaces { try files.removeItem(at: outdated) }
      }
    } catch {
      try? files.removeItem(at: partial)
      throw error
    }
  }

  private static func reporting(_ url: URL, _ work: () throws -> Void) throws {
    do {
      try work()
    } catch let error as WinnowError {
      throw error
    } catch {
      throw WinnowError(
        .cannotCreate, "cannot be written: \(error.localizedDescription)",
        at: SourceLocation(file: url.path))
    }
  }
}
