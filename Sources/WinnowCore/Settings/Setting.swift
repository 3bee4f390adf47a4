/// A value in an analysis file or a model's metadata, with the place it was read from.
///
/// Independent of the text format: the YAML reader and the model file both produce it.
public struct Setting: Sendable, Hashable {
  public indirect enum Value: Sendable, Hashable {
    case null
    case flag(Bool)
    case integer(Int)
    case real(Double)
    case text(String)
    case list([Setting])
    case table([Entry])
  }

  /// One key of a table, in the order of the file.
  public struct Entry: Sendable, Hashable {
    public let key: String
    public let keyLocation: SourceLocation?
    public let value: Setting

    public init(_ key: String, _ value: Setting, at location: SourceLocation? = nil) {
      self.key = key
      self.value = value
      self.keyLocation = location
    }

    public static func == (a: Entry, b: Entry) -> Bool { a.key == b.key && a.value == b.value }
    public func hash(into hasher: inout Hasher) {
      hasher.combine(key)
      hasher.combine(value)
    }
  }

  public let value: Value
  public let location: SourceLocation?

  public init(_ value: Value, at location: SourceLocation? = nil) {
    self.value = value
    self.location = location
  }

  /// Equality and hashing look at values alone: a setting is the same wherever it was read.
  public static func == (a: Setting, b: Setting) -> Bool { a.value == b.value }
  public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension Setting: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
  public init(stringLiteral value: String) { self.init(.text(value)) }
  public init(integerLiteral value: Int) { self.init(.integer(value)) }
  public init(floatLiteral value: Double) { self.init(.real(value)) }
  public init(booleanLiteral value: Bool) { self.init(.flag(value)) }
  public init(arrayLiteral elements: Setting...) { self.init(.list(elements)) }
}

extension Setting {
  /// A table without places, for settings made in code.
  public static func table(_ pairs: KeyValuePairs<String, Setting>) -> Setting {
    Setting(.table(pairs.map { Entry($0.key, $0.value) }))
  }

  /// Whole number; a real with an integral value counts, since YAML writers print `1e3`.
  public func integer() throws -> Int {
    switch value {
    case .integer(let number): return number
    case .real(let number):
      if let exact = Int(exactly: number) { return exact }
    default: break
    }
    throw mismatch("a whole number")
  }

  public func real() throws -> Double {
    switch value {
    case .integer(let number): return Double(number)
    case .real(let number): return number
    default: throw mismatch("a number")
    }
  }

  public func flag() throws -> Bool {
    guard case .flag(let flag) = value else { throw mismatch("true or false") }
    return flag
  }

  public func text() throws -> String {
    guard case .text(let text) = value else { throw mismatch("text") }
    return text
  }

  public func list() throws -> [Setting] {
    guard case .list(let items) = value else { throw mismatch("a list") }
    return items
  }

  /// A list, or one item standing for a list of one.
  public func listOrSingle() -> [Setting] {
    if case .list(let items) = value { return items }
    return [self]
  }

  public func table() throws -> [Entry] {
    switch value {
    case .table(let entries): return entries
    case .null: return []
    default: throw mismatch("a table of keys and values")
    }
  }

  public subscript(key: String) -> Setting? {
    guard case .table(let entries) = value else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// “must be a whole number; got the text “many””.
  public func mismatch(_ wanted: String) -> WinnowError {
    WinnowError(.badConfiguration, "must be \(wanted); got \(kindAndValue)", at: location)
  }

  private var kindAndValue: String {
    switch value {
    case .null: "nothing"
    case .flag(let flag): "\(flag)"
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .text(let text): "the text “\(text)”"
    case .list(let items): "a list of \(items.count)"
    case .table(let entries): "a table of \(entries.count) keys"
    }
  }
}
