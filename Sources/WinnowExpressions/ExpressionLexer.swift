import WinnowCore

/// Cuts the text of an expression into words.
struct ExpressionLexer {
  private let text: String
  private let characters: [Character]
  private let location: SourceLocation?
  private var index = 0

  /// Longer symbols first, so that `<=` is not read as `<`.
  private static let symbols = [
    "**", "&&", "||", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "^", "<", ">", "!", "?", ":",
    "(", ")", ",", "[", "]",
  ]
  private static let advice = [
    "=": "compare with “==”", "&": "logical and is “&&”", "|": "logical or is “||”",
    "\"": "an expression computes with numbers, not with text",
    "'": "an expression computes with numbers, not with text",
  ]

  init(_ text: String, at location: SourceLocation?) {
    self.text = text
    characters = Array(text)
    self.location = location
  }

  static func tokens(of text: String, at location: SourceLocation?) throws -> [ExpressionToken] {
    var lexer = ExpressionLexer(text, at: location)
    var tokens: [ExpressionToken] = []
    repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
    return tokens
  }

  private mutating func next() throws -> ExpressionToken {
    while index < characters.count, characters[index].isWhitespace { index += 1 }
    let position = index + 1
    guard index < characters.count else { return ExpressionToken(kind: .end, position: position) }
    let first = characters[index]
    let kind: ExpressionToken.Kind =
      if first.isASCIIDigit || (first == "." && peek(1)?.isASCIIDigit == true) {
        try number()
      } else if first.isLetter || first == "_" {
        .name(name())
      } else if first == "`" {
        try quoted()
      } else {
        try symbol()
      }
    return ExpressionToken(kind: kind, position: position)
  }

  private func peek(_ offset: Int) -> Character? {
    index + offset < characters.count ? characters[index + offset] : nil
  }

  private mutating func number() throws -> ExpressionToken.Kind {
    let start = index
    skipDigits()
    if peek(0) == "." {
      index += 1
      skipDigits()
    }
    if peek(0) == "e" || peek(0) == "E" {
      let sign = peek(1) == "+" || peek(1) == "-" ? 2 : 1
      if peek(sign)?.isASCIIDigit == true {
        index += sign
        skipDigits()
      }
    }
    let word = String(characters[start..<index])
    if let letter = peek(0), letter.isLetter || letter == "_" || letter == "." {
      throw fault("“\(word)\(letter)” is neither a number nor a name", at: start + 1)
    }
    guard let value = Double(word), value.isFinite else {
      throw fault("the number “\(word)” is out of range", at: start + 1)
    }
    return .number(value)
  }

  private mutating func skipDigits() {
    while peek(0)?.isASCIIDigit == true { index += 1 }
  }

  /// Letters, digits and underscores; dots and `::` where a letter follows, as in `jet.pt`, `TMath::Abs`.
  private mutating func name() -> String {
    let start = index
    while let character = peek(0) {
      if character.isLetter || character.isNumber || character == "_" {
        index += 1
      } else if character == ".", startsName(1) {
        index += 1
      } else if character == ":", peek(1) == ":", startsName(2) {
        index += 2
      } else {
        break
      }
    }
    return String(characters[start..<index])
  }

  private func startsName(_ offset: Int) -> Bool {
    peek(offset).map { $0.isLetter || $0 == "_" } ?? false
  }

  private mutating func quoted() throws -> ExpressionToken.Kind {
    let start = index + 1
    guard let end = characters[start...].firstIndex(of: "`") else {
      throw fault("the backquote is not closed", at: start)
    }
    index = end + 1
    if end == start { throw fault("there is no name between the backquotes", at: start) }
    return .quoted(String(characters[start..<end]))
  }

  private mutating func symbol() throws -> ExpressionToken.Kind {
    let rest = String(characters[index..<min(index + 2, characters.count)])
    guard let symbol = Self.symbols.first(where: rest.hasPrefix) else {
      let character = String(characters[index])
      let advice = Self.advice[character].map { "; \($0)" } ?? ""
      throw fault("“\(character)” has no meaning here\(advice)", at: index + 1)
    }
    index += symbol.count
    return .symbol(symbol)
  }

  private func fault(_ message: String, at position: Int) -> WinnowError {
    Expression.fault(message, in: text, position: position, at: location)
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isWholeNumber }
}
