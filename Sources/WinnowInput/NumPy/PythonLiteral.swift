import WinnowCore

/// A value as Python writes it: what the header of an array consists of.
indirect enum PythonLiteral: Hashable {
  case text(String)
  case integer(Int)
  case truth(Bool)
  case none
  /// A tuple or a list.
  case sequence([PythonLiteral])
  case dictionary([PythonLiteral: PythonLiteral])

  /// - Throws: `badData` where the text is no literal.
  init(parsing text: some Sequence<Character>) throws {
    var reader = PythonLiteralReader(text)
    self = try reader.value(depth: 0)
  }

  var sequence: [PythonLiteral]? {
    if case .sequence(let values) = self { values } else { nil }
  }

  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  var integer: Int? {
    if case .integer(let value) = self { value } else { nil }
  }
}

private struct PythonLiteralReader {
  private let characters: [Character]
  private var index = 0

  private static let deepest = 16

  init(_ text: some Sequence<Character>) { characters = Array(text) }

  mutating func value(depth: Int) throws -> PythonLiteral {
    if depth > Self.deepest { throw fault() }
    skipBlanks()
    guard let first = peek else { throw fault() }
    switch first {
    case "'", "\"": return .text(try quoted())
    case "(", "[":
      index += 1
      return .sequence(try values(until: first == "(" ? ")" : "]", depth: depth))
    case "{":
      index += 1
      return try dictionary(depth: depth)
    default: return try word()
    }
  }

  private var peek: Character? { index < characters.count ? characters[index] : nil }

  private mutating func skipBlanks() {
    while let character = peek, character.isWhitespace { index += 1 }
  }

  private mutating func accept(_ character: Character) -> Bool {
    skipBlanks()
    guard peek == character else { return false }
    index += 1
    return true
  }

  private mutating func quoted() throws -> String {
    let quote = characters[index]
    var text = ""
    index += 1
    while let character = peek, character != quote {
      index += 1
      if character != "\\" {
        text.append(character)
      } else {
        guard let escaped = peek, escaped == "\\" || escaped == "'" || escaped == "\"" else {
          throw fault()
        }
        text.append(escaped)
        index += 1
      }
    }
    if peek == nil { throw fault() }
    index += 1
    return text
  }

  private mutating func values(until end: Character, depth: Int) throws -> [PythonLiteral] {
    var values: [PythonLiteral] = []
    while !accept(end) {
      values.append(try value(depth: depth + 1))
      if accept(",") { continue }
      if !accept(end) { throw fault() }
      break
    }
    return values
  }

  private mutating func dictionary(depth: Int) throws -> PythonLiteral {
    var entries: [PythonLiteral: PythonLiteral] = [:]
    while !accept("}") {
      let key = try value(depth: depth + 1)
      if !accept(":") { throw fault() }
      entries[key] = try value(depth: depth + 1)
      if accept(",") { continue }
      if !accept("}") { throw fault() }
      break
    }
    return .dictionary(entries)
  }

  /// Python 2 wrote `L` behind long integers.
  private mutating func word() throws -> PythonLiteral {
    let start = index
    while let character = peek, character.isLetter || character.isNumber || character == "-" {
      index += 1
    }
    let word = String(characters[start..<index])
    switch word {
    case "True": return .truth(true)
    case "False": return .truth(false)
    case "None": return .none
    default:
      guard let value = Int(word.hasSuffix("L") ? String(word.dropLast()) : word) else { throw fault() }
      return .integer(value)
    }
  }

  private func fault() -> WinnowError {
    WinnowError(.badData, "the array's header is damaged, at its character \(index + 1)")
  }
}
