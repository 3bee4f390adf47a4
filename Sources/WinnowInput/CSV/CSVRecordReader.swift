import WinnowCore

/// Cuts a file into records and fields, holding one buffer of it in memory.
///
/// Blank lines and lines that begin with `#` are skipped. A field in double quotes may hold
/// delimiters, line ends and doubled quotes.
struct CSVRecordReader: ~Copyable {
  /// Where a field lies in the buffer, quotes left out.
  struct Field {
    var start: Int
    var end: Int
    /// Whether a doubled quote must be made one.
    var isEscaped = false
    var isQuoted = false
  }

  private enum Outcome { case record(next: Int), skipped(next: Int), needsMore }

  private let stream: GzipStream
  private let place: SourceLocation
  private let delimiter: UInt8?
  private(set) var buffer: [UInt8]
  private var start: Int
  private var end: Int
  private var isAtEnd = false
  /// The fields of the present record, valid until the next is read.
  private(set) var fields: [Field] = []
  /// Records read so far.
  private(set) var records = 0

  /// A longer record is refused, so that an open quote does not swallow a file.
  static let longestRecord = 1 << 24
  private static let newline = UInt8(ascii: "\n")
  private static let quote = UInt8(ascii: "\"")

  init(file: String, delimiter: CSVOptions.Delimiter) throws {
    let stream = try GzipStream(file: file)
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    end = try stream.read(into: &buffer, from: 0)
    start = buffer[..<end].starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0  // the byte order mark
    self.stream = stream
    self.buffer = buffer
    self.delimiter = delimiter.byte
    place = SourceLocation(file: file)
  }

  /// The first line that is neither blank nor a comment, as far as it lies in the first buffer.
  func firstLine() -> ArraySlice<UInt8> {
    let lines = buffer[start..<end].split(separator: Self.newline, omittingEmptySubsequences: true)
    return lines.first { line in
      line.first != UInt8(ascii: "#") && !line.allSatisfy { Self.isBlank($0) || $0 == 0x0D }
    } ?? []
  }

  /// Goes to the next record; false at the end of the file.
  /// - Throws: `badData` for an open quote or a record beyond all measure.
  mutating func next() throws -> Bool {
    while true {
      if start == end, isAtEnd { return false }
      switch try parse() {
      case .record(let next):
        start = next
        records += 1
        return true
      case .skipped(let next): start = next
      case .needsMore: try fill()
      }
    }
  }

  /// The text of a field. - Throws: `badData` where it is not UTF-8 or holds a NUL byte.
  func text(of field: Field) throws -> String {
    guard let text = String(validating: buffer[field.start..<field.end], as: UTF8.self) else {
      throw WinnowError(.badData, "the text is not UTF-8")
    }
    if text.utf8.contains(0) { throw WinnowError(.badData, "the text holds a NUL byte") }
    return field.isEscaped ? text.split(separator: "\"\"", omittingEmptySubsequences: false)
      .joined(separator: "\"") : text
  }

  /// The number in a field; nil where there is none.
  @inline(__always)
  func number(in field: Field) -> Double? {
    DecimalText.number(buffer.span, field.start..<field.end)
  }

  private mutating func fill() throws {
    if start > 0 {
      buffer.replaceSubrange(0..<(end - start), with: Array(buffer[start..<end]))
      end -= start
      start = 0
    }
    if end == buffer.count {
      guard buffer.count < Self.longestRecord else {
        throw fault("a record is longer than \(Self.longestRecord >> 20) MB; is a quote not closed?")
      }
      buffer += [UInt8](repeating: 0, count: buffer.count)
    }
    let count = try stream.read(into: &buffer, from: end)
    if count == 0 { isAtEnd = true }
    end += count
  }

  /// One record, or what must be skipped, from `start` on.
  private mutating func parse() throws -> Outcome {
    fields.removeAll(keepingCapacity: true)
    guard start < end else { return .needsMore }
    if buffer[start] == UInt8(ascii: "#") { return skipLine() }
    var position = start
    while true {
      var field = Field(start: position, end: position)
      guard let stop = try scan(&field) else { return .needsMore }
      fields.append(field)
      if stop >= end || buffer[stop] == Self.newline {
        let next = min(stop + 1, end)
        dropBlankEnds()
        return fields.isEmpty ? .skipped(next: next) : .record(next: next)
      }
      position = stop + 1
    }
  }

  private func skipLine() -> Outcome {
    let line = buffer[start..<end].firstIndex(of: Self.newline)
    if let line { return .skipped(next: line + 1) }
    return isAtEnd ? .skipped(next: end) : .needsMore
  }

  /// Finds the end of a field; returns where its delimiter or line end is, nil where the buffer ends
  /// before it.
  private func scan(_ field: inout Field) throws -> Int? {
    let bytes = buffer.span
    var position = field.start
    if delimiter == nil {
      while position < end, Self.isBlank(bytes[position]) { position += 1 }
      field.start = position
    }
    if position < end, bytes[position] == Self.quote { return try scanQuoted(&field) }
    let first = delimiter ?? 0x20, second = delimiter ?? 0x09, limit = end
    while position < limit {
      let byte = bytes[position]
      if byte == Self.newline || byte == first || byte == second { break }
      position += 1
    }
    if position == end, !isAtEnd { return nil }
    field.end = position
    if position > field.start, bytes[position - 1] == UInt8(ascii: "\r"),
      position == end || bytes[position] == Self.newline
    {
      field.end -= 1
    }
    return position
  }

  private func scanQuoted(_ field: inout Field) throws -> Int? {
    let bytes = buffer.span
    field.start += 1
    field.isQuoted = true
    var position = field.start
    while position < end {
      if bytes[position] == Self.quote {
        if position + 1 == end, !isAtEnd { return nil }
        if position + 1 == end || bytes[position + 1] != Self.quote { break }
        field.isEscaped = true
        position += 1
      }
      position += 1
    }
    if position >= end {
      if isAtEnd { throw fault("a quote is not closed") }
      return nil
    }
    field.end = position
    position += 1
    while position < end, bytes[position] != Self.newline, bytes[position] != delimiter {
      guard Self.isBlank(bytes[position]) || bytes[position] == UInt8(ascii: "\r") else {
        throw fault("something follows a closing quote")
      }
      if delimiter == nil, Self.isBlank(bytes[position]) { return position }
      position += 1
    }
    return position == end && !isAtEnd ? nil : position
  }

  /// A line of nothing but blanks has no fields; blanks at the end of a line are no field of their own.
  private mutating func dropBlankEnds() {
    guard let last = fields.last, !last.isQuoted else { return }
    let isEmpty = buffer[last.start..<last.end].allSatisfy(Self.isBlank)
    if isEmpty, delimiter == nil || fields.count == 1 { fields.removeLast() }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private func fault(_ message: String) -> WinnowError {
    WinnowError(.badData, "\(message) (record \(records + 1) of the file)", at: place)
  }
}
