import WinnowCore

/// `name := expression`, or an expression alone: a column then has the column's name, anything else
/// its own text.
public struct NamedExpression: Sendable {
  public let name: String
  public let expression: Expression

  /// - Throws: `badConfiguration` for an empty name or an expression at fault.
  public init(parsing text: String, at location: SourceLocation? = nil) throws {
    guard let (name, formula) = Self.division(of: text) else {
      let trimmed = Self.trimmed(text)
      expression = try Expression(parsing: trimmed, at: location)
      self.name = expression.plainColumn ?? trimmed
      return
    }
    self.name = name
    if name.isEmpty {
      throw WinnowError(.badConfiguration, "there is no name before “:=” in “\(text)”", at: location)
    }
    expression = try Expression(parsing: formula, at: location)
  }

  public init(_ name: String, _ expression: Expression) {
    self.name = name
    self.expression = expression
  }

  /// The column itself, whatever characters its name has.
  public init(column name: String) {
    self.name = name
    expression = Expression(column: name)
  }

  /// As an input variable of a schema.
  public func feature(title: String? = nil, unit: String? = nil) -> Feature {
    Feature(name, expression: expression.text, title: title, unit: unit)
  }

  /// What stands before and after the first `:=` outside backquotes.
  private static func division(of text: String) -> (name: String, formula: String)? {
    var quoted = false
    for index in text.indices {
      if text[index] == "`" { quoted.toggle() }
      if !quoted, text[index...].hasPrefix(":=") {
        var name = trimmed(text[..<index])
        if name.count > 2, name.hasPrefix("`"), name.hasSuffix("`") {
          name = String(name.dropFirst().dropLast())
        }
        return (name, trimmed(text[text.index(index, offsetBy: 2)...]))
      }
    }
    return nil
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let front = text.drop(while: \.isWhitespace)
    return String(String(front.reversed()).drop(while: \.isWhitespace).reversed())
  }
}
