import WinnowCore

/// What an element of an array is, as NumPy's type string says: `<f4`, `>i8`, `|b1`, `<U12`.
struct NumPyElement: Sendable, Hashable {
  enum Kind: Character, Sendable {
    case float = "f", signed = "i", unsigned = "u", bool = "b", bytes = "S", text = "U"
  }

  /// nil for what is no number and no text.
  let kind: Kind?
  let code: String
  let size: Int
  let isBigEndian: Bool

  /// - Throws: `badData` where the string is no type.
  init(_ code: String) throws {
    var rest = code[...]
    let order: Character = rest.first.flatMap { "<>|=".contains($0) ? $0 : nil } ?? "<"
    rest = rest.drop { "<>|=".contains($0) }
    let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
    let units = digits.isEmpty ? rest.first == "O" ? 8 : nil : Int(digits)
    guard let letter = rest.first, let units, (0...1 << 24).contains(units) else {
      throw WinnowError(.badData, "the type “\(code)” is unknown")
    }
    self.code = code
    isBigEndian = order == ">"
    size = letter == "U" ? 4 * units : units
    let kind = Kind(rawValue: letter)
    let widths: [Int]? = switch kind {
    case .float: [2, 4, 8]
    case .signed, .unsigned: [1, 2, 4, 8]
    case .bool: [1]
    case .bytes, .text, nil: nil
    }
    self.kind = widths?.contains(size) ?? true ? kind : nil
  }

  var columnType: ColumnType {
    switch kind {
    case .float: .float(bits: 8 * size)
    case .signed: .signed(bits: 8 * size)
    case .unsigned: .unsigned(bits: 8 * size)
    case .bool: .bool
    case .bytes, .text: .text
    case nil: .unsupported("values of NumPy's type “\(code)”")
    }
  }
}

/// A part of each element: the whole of it, or a named field of a record.
struct NumPyField: Sendable, Hashable {
  /// nil for the whole element.
  let name: String?
  /// nil for a record inside the record.
  let element: NumPyElement?
  /// Bytes from the start of the record.
  let offset: Int
  /// Size of a fixed array; nil for one value.
  let count: Int?
}

/// Reads the type in an array's header.
struct NumPyRecord {
  private(set) var fields: [NumPyField] = []
  private(set) var size = 0

  private static let mostFields = 100_000

  /// - Throws: `badData` where it is no type.
  init(_ literal: PythonLiteral, depth: Int = 0) throws {
    if let code = literal.text {
      let element = try NumPyElement(code)
      fields = [NumPyField(name: nil, element: element, offset: 0, count: nil)]
      size = element.size
      return
    }
    guard let parts = literal.sequence, parts.count <= Self.mostFields, depth < 8 else {
      throw Self.damaged
    }
    for part in parts { try add(part, depth: depth) }
  }

  /// `(name, type)` or `(name, type, shape)`; padding has an empty name, and a name may have a title.
  private mutating func add(_ part: PythonLiteral, depth: Int) throws {
    guard let words = part.sequence, (2...3).contains(words.count),
      let name = words[0].text ?? words[0].sequence?.last?.text
    else { throw Self.damaged }
    let type = try NumPyRecord(words[1], depth: depth + 1)
    let shape = words.count == 3 ? words[2].sequence ?? [words[2]] : []
    let count = try shape.reduce(1) { try Self.product($0, $1.integer ?? -1) }
    if !name.isEmpty {
      let isPlain = type.fields.count == 1 && type.fields[0].name == nil
      fields.append(
        NumPyField(
          name: name, element: isPlain ? type.fields[0].element : nil, offset: size,
          count: shape.isEmpty ? nil : count))
    }
    size += try Self.product(type.size, count)
  }

  private static func product(_ a: Int, _ b: Int) throws -> Int {
    let (value, overflow) = a.multipliedReportingOverflow(by: b)
    guard b >= 0, !overflow, value < 1 << 40 else { throw damaged }
    return value
  }

  private static var damaged: WinnowError {
    WinnowError(.badData, "the type in the array's header is damaged")
  }
}
