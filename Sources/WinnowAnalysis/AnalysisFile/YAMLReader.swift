import Foundation
import WinnowCore
import Yams

/// Turns YAML text into settings that remember their places.
///
/// Scalars follow YAML 1.2's core schema: only `true` and `false` are flags, so that a class called
/// `no` or a column called `y` stays text.
package struct YAMLReader {
  /// A YAML file can repeat a part by reference; a hostile one grows without bound that way.
  private static let largestCount = 100_000
  private static let largestFile = 10_000_000

  private let file: String
  private var count = 0

  /// - Throws: `noInput` where the file cannot be read, `badConfiguration` where it is no YAML.
  package static func read(file url: URL) throws -> Setting {
    let name = url.relativePath
    guard let data = try? Data(contentsOf: url) else {
      throw WinnowError(.noInput, "cannot read the analysis file “\(name)”")
    }
    guard data.count <= largestFile, let text = String(validating: data, as: UTF8.self) else {
      throw WinnowError(
        .badConfiguration, "is no analysis file: not UTF-8 text of at most 10 MB",
        at: SourceLocation(file: name))
    }
    return try read(text: text, name: name)
  }

  package static func read(text: String, name: String) throws -> Setting {
    var reader = YAMLReader(file: name)
    do {
      guard let node = try Yams.compose(yaml: text) else {
        throw WinnowError(
          .badConfiguration, "the file is empty", at: SourceLocation(file: name))
      }
      return try reader.setting(node)
    } catch let error as YamlError {
      throw reader.explained(error)
    }
  }

  private init(file: String) { self.file = file }

  private mutating func setting(_ node: Node) throws -> Setting {
    count += 1
    let place = location(node.mark)
    guard count <= Self.largestCount else {
      throw WinnowError(
        .badConfiguration, "more than \(Self.largestCount) values: references that multiply?",
        at: place)
    }
    switch node {
    case .scalar(let scalar): return Setting(Self.value(of: scalar), at: place)
    case .sequence(let items): return Setting(.list(try items.map { try setting($0) }), at: place)
    case .mapping(let pairs):
      let entries = try pairs.map { key, value in
        guard case .scalar(let name) = key else {
          throw WinnowError(.badConfiguration, "keys must be words", at: location(key.mark))
        }
        return Setting.Entry(name.string, try setting(value), at: location(key.mark))
      }
      return Setting(.table(entries), at: place)
    case .alias:
      throw WinnowError(.badConfiguration, "a reference to nothing", at: place)
    }
  }

  private static func value(of scalar: Node.Scalar) -> Setting.Value {
    guard scalar.style == .plain || scalar.style == .any else { return .text(scalar.string) }
    switch scalar.string {
    case "", "~", "null": return .null
    case "true": return .flag(true)
    case "false": return .flag(false)
    default: return number(scalar.string) ?? .text(scalar.string)
    }
  }

  private static func number(_ text: String) -> Setting.Value? {
    guard text.utf8.allSatisfy({ "+-.0123456789eE".utf8.contains($0) }) else { return nil }
    if let whole = Int(text) { return .integer(whole) }
    if let real = Double(text), real.isFinite { return .real(real) }
    return nil
  }

  private func location(_ mark: Mark?) -> SourceLocation {
    SourceLocation(file: file, line: mark?.line, column: mark?.column)
  }

  private func explained(_ error: YamlError) -> WinnowError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let hint = problem.contains("cannot start any token") ? "; text that begins so needs quotes" : ""
      return WinnowError(.badConfiguration, "no valid YAML: \(problem)\(hint)", at: location(mark))
    case .duplicatedKeysInMapping(let duplicates, let context):
      let keys = duplicates.sorted().map { "“\($0)”" }.joined(separator: ", ")
      return WinnowError(
        .badConfiguration, "the key \(keys) is given twice", at: location(context.mark))
    default:
      return WinnowError(
        .badConfiguration, "no valid YAML: \(error)", at: SourceLocation(file: file))
    }
  }
}
