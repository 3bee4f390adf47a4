import Foundation
import Logging
import Synchronization

/// Writes log lines with UTC times to a file.
struct RunLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .debug
  private let file: LogFile

  init(file: LogFile) { self.file = file }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let level = event.level == .warning ? "warning: " : ""
    file.append("\(Date.now.ISO8601Format()) \(level)\(event.message)\n")
  }
}

/// A file that lines are appended to, from any thread.
final class LogFile: Sendable {
  private let handle: Mutex<FileHandle>

  /// - Returns: nil where the file cannot be opened.
  init?(_ url: URL) {
    if !FileManager.default.fileExists(atPath: url.path) {
      _ = FileManager.default.createFile(atPath: url.path, contents: nil)
    }
    guard let handle = try? FileHandle(forWritingTo: url) else { return nil }
    _ = try? handle.seekToEnd()
    self.handle = Mutex(handle)
  }

  func append(_ text: String) {
    // A full disk must not end a run that can still finish; what matters fails by itself later.
    handle.withLock { try? $0.write(contentsOf: Data(text.utf8)) }
  }
}
