import WinnowCore
import Yams

/// Writes settings as YAML text, keys in their order.
package enum YAMLWriter {
  package static func text(_ setting: Setting) throws -> String {
    do {
      return try Yams.serialize(node: node(setting), width: -1, allowUnicode: true)
    } catch {
      throw WinnowError(.internal, "settings cannot be written as YAML: \(error)")
    }
  }

  private static func node(_ setting: Setting) -> Node {
    switch setting.value {
    case .null: Node("null", Tag(.null))
    case .flag(let flag): Node("\(flag)", Tag(.bool))
    case .integer(let number): Node("\(number)", Tag(.int))
    case .real(let number): Node("\(number)", Tag(.float))
    case .text(let text): Node(text, Tag(.str), textStyle(text))
    case .list(let items): Node(items.map(node), Tag(.seq), .any)
    case .table(let entries): Node(entries.map { (Node($0.key), node($0.value)) }, Tag(.map), .any)
    }
  }

  /// Text that would read as something else must be quoted.
  private static func textStyle(_ text: String) -> Node.Scalar.Style {
    let plainIsSafe = text.first.map { $0.isLetter } ?? false
      && text.allSatisfy { $0.isLetter || $0.isNumber || "_-./".contains($0) }
      && !["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
    return plainIsSafe ? .any : .doubleQuoted
  }
}
