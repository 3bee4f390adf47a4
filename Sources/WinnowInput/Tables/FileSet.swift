import Foundation
import WinnowCore

/// Files named one by one or by patterns with `*`, `?` and `[…]`, each with an optional `:object`.
public struct FileSet: Sendable, Hashable {
  /// In the order of the patterns; the files of one pattern sorted by name.
  public let files: [FileReference]

  /// - Parameters:
  ///   - directory: what relative paths are relative to; nil means the working directory.
  ///   - location: where the patterns were written, for errors.
  /// - Throws: `noInput` for a pattern that matches nothing and a file that does not exist;
  ///   `badConfiguration` for a file named twice.
  public init(
    patterns: [String], relativeTo directory: String? = nil, at location: SourceLocation? = nil
  ) throws {
    var files: [FileReference] = []
    for pattern in patterns {
      files += try Self.expand(Self.absolute(pattern, directory), as: pattern, at: location)
    }
    var seen: Set<FileReference> = []
    for file in files where !seen.insert(file).inserted {
      throw WinnowError(
        .badConfiguration, "“\(file)” is named twice; its events would count twice", at: location)
    }
    if files.isEmpty { throw WinnowError(.badConfiguration, "no file is named", at: location) }
    self.files = files
  }

  private static func absolute(_ pattern: String, _ directory: String?) -> String {
    if pattern.hasPrefix("~/") {
      return FileManager.default.homeDirectoryForCurrentUser.path + pattern.dropFirst()
    }
    guard let directory, !directory.isEmpty, !pattern.hasPrefix("/") else { return pattern }
    return directory + (directory.hasSuffix("/") ? "" : "/") + pattern
  }

  private static func expand(
    _ path: String, as written: String, at location: SourceLocation?
  ) throws -> [FileReference] {
    let reference = FileReference(parsing: path)
    if FileManager.default.fileExists(atPath: reference.file) { return [reference] }
    guard isPattern(reference.file) else {
      throw WinnowError(.noInput, "the file “\(reference.file)” does not exist", at: location)
    }
    let found = matches(of: reference.file)
    if found.isEmpty {
      throw WinnowError(.noInput, "no file matches the pattern “\(written)”", at: location)
    }
    return found.sorted().map { FileReference(file: $0, object: reference.object) }
  }

  private static func isPattern(_ text: some StringProtocol) -> Bool {
    text.contains { "*?[".contains($0) }
  }

  /// Walks the components of the path, each of which may be a pattern.
  private static func matches(of pattern: String) -> [String] {
    var found = [pattern.hasPrefix("/") ? "/" : ""]
    for component in pattern.split(separator: "/") {
      found = found.flatMap { parent in
        let names = isPattern(component) ? entries(of: parent, like: String(component)) : [String(component)]
        return names.map { parent.isEmpty || parent.hasSuffix("/") ? parent + $0 : parent + "/" + $0 }
      }
    }
    return found.filter { FileManager.default.fileExists(atPath: $0) }
  }

  private static func entries(of directory: String, like pattern: String) -> [String] {
    let path = directory.isEmpty ? "." : directory
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { fnmatch(pattern, $0, FNM_PERIOD) == 0 }
  }
}
