/// Settings inside JSON: each value as the JSON value of its kind, tables with sorted keys.
extension Setting: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  public init(from decoder: any Decoder) throws {
    if let keyed = try? decoder.container(keyedBy: Key.self) {
      let entries = try keyed.allKeys.sorted { $0.stringValue < $1.stringValue }
        .map { Entry($0.stringValue, try keyed.decode(Setting.self, forKey: $0)) }
      self.init(.table(entries))
      return
    }
    let single = try decoder.singleValueContainer()
    if single.decodeNil() {
      self.init(.null)
    } else if let items = try? single.decode([Setting].self) {
      self.init(.list(items))
    } else if let flag = try? single.decode(Bool.self) {
      self.init(.flag(flag))
    } else if let whole = try? single.decode(Int.self) {
      self.init(.integer(whole))
    } else if let real = try? single.decode(Double.self) {
      self.init(.real(real))
    } else {
      self.init(.text(try single.decode(String.self)))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    if case .table(let entries) = value {
      var keyed = encoder.container(keyedBy: Key.self)
      for entry in entries { try keyed.encode(entry.value, forKey: Key(stringValue: entry.key)) }
      return
    }
    var single = encoder.singleValueContainer()
    switch value {
    case .null, .table: try single.encodeNil()
    case .flag(let flag): try single.encode(flag)
    case .integer(let number): try single.encode(number)
    case .real(let number): try single.encode(number)
    case .text(let text): try single.encode(text)
    case .list(let items): try single.encode(items)
    }
  }
}
