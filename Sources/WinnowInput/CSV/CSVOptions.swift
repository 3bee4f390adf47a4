/// How a CSV file is written, where detection is not wanted.
public struct CSVOptions: Sendable, Hashable {
  public enum Delimiter: String, Sendable, Hashable, CaseIterable, Codable {
    case comma, semicolon, tab
    /// Any run of blanks and tabs.
    case whitespace
  }

  public enum Header: String, Sendable, Hashable, CaseIterable {
    /// The first record is a header if none of its fields is a number or empty.
    case detect
    case present, absent
  }

  /// nil: the most frequent one in the first record.
  public var delimiter: Delimiter?
  public var header: Header

  public init(delimiter: Delimiter? = nil, header: Header = .detect) {
    self.delimiter = delimiter
    self.header = header
  }
}

extension CSVOptions.Delimiter {
  /// nil for runs of blanks.
  var byte: UInt8? {
    switch self {
    case .comma: UInt8(ascii: ",")
    case .semicolon: UInt8(ascii: ";")
    case .tab: UInt8(ascii: "\t")
    case .whitespace: nil
    }
  }

  /// The delimiter that occurs most often in a line; blanks only where no other does.
  static func detected(in line: some Sequence<UInt8>) -> CSVOptions.Delimiter {
    var counts: [UInt8: Int] = [:]
    var quoted = false
    for byte in line {
      if byte == UInt8(ascii: "\"") { quoted.toggle() }
      if !quoted { counts[byte, default: 0] += 1 }
    }
    let found = [Self.comma, .semicolon, .tab].map { ($0, counts[$0.byte ?? 0] ?? 0) }
    if let best = found.max(by: { $0.1 < $1.1 }), best.1 > 0 { return best.0 }
    return counts[UInt8(ascii: " ")] == nil ? .comma : .whitespace
  }
}
