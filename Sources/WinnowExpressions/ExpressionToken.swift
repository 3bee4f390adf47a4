/// A word of an expression and where it starts.
struct ExpressionToken: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case number(Double)
    case name(String)
    /// A column name written in backquotes.
    case quoted(String)
    case symbol(String)
    case end
  }

  let kind: Kind
  /// Counts characters from 1.
  let position: Int

  /// As error messages show it.
  var shown: String {
    switch kind {
    case .number(let value): "the number \(value)"
    case .name(let name): "“\(name)”"
    case .quoted(let name): "“`\(name)`”"
    case .symbol(let symbol): "“\(symbol)”"
    case .end: "the end"
    }
  }
}
