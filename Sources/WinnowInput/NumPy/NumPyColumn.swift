import Foundation
import WinnowCore
import WinnowExpressions

/// A column of an array: evenly spaced values, or groups of them, among its bytes.
struct NumPyColumn: Sendable {
  let name: String
  let field: NumPyField
  let bytes: Data
  /// Bytes from row to row.
  let stride: Int
  /// Values per row; nil for one.
  let count: Int?
  /// Bytes from value to value of a row.
  let step: Int

  /// The part of a record, or the whole element, one per row.
  init(_ name: String, _ field: NumPyField, of array: NumPyArray) {
    self.name = name
    self.field = field
    bytes = array.bytes
    stride = array.elementSize
    count = field.count
    step = field.element?.size ?? 0
  }

  /// A column of a matrix, or with nil its rows.
  init(_ name: String, ofMatrix array: NumPyArray, column: Int?) {
    self.name = name
    let size = array.elementSize
    step = array.isFortranOrder ? array.shape[0] * size : size
    stride = array.isFortranOrder ? size : array.shape[1] * size
    bytes = array.bytes
    count = column == nil ? array.shape[1] : nil
    field = NumPyField(
      name: nil, element: array.fields[0].element, offset: (column ?? 0) * step, count: nil)
  }

  var type: ColumnType {
    guard let element = field.element else { return .unsupported("a nested record") }
    let type = element.columnType
    guard let count else { return type }
    return type.isNumeric ? .list(of: type, count: count) : .unsupported("an array of \(type)")
  }

  /// - Throws: `badData` for a whole number beyond 63 bits and text that is not UTF-8, with the row.
  func values(
    _ rows: Range<Int>, _ form: ColumnRequest.Form, at place: SourceLocation
  ) throws -> ColumnValues {
    guard let element = field.element, let kind = element.kind else {
      preconditionFailure("the column was checked to be readable")
    }
    if form == .lists {
      return .lists(ListValues(numbers(rows), each: count ?? 1, rows: rows.count))
    }
    switch kind {
    case .bytes, .text:
      return .text(try rows.map { try text(row: $0, kind, element, at: place) })
    case .float: return .numbers(numbers(rows))
    case .signed, .unsigned, .bool:
      return form == .number
        ? .numbers(numbers(rows))
        : .integers(try integers(rows, isSigned: kind == .signed, at: place))
    }
  }

  /// The bits of a value, the lowest byte first.
  @inline(__always)
  private func bits(_ bytes: Span<UInt8>, _ start: Int, _ size: Int, _ isBigEndian: Bool) -> UInt64 {
    var bits: UInt64 = 0
    for byte in 0..<size {
      let shift = 8 * (isBigEndian ? size - 1 - byte : byte)
      bits |= UInt64(bytes[start + byte]) << UInt64(shift)
    }
    return bits
  }

  private func bitPatterns(_ rows: Range<Int>, _ element: NumPyElement) -> [UInt64] {
    let span = bytes.span
    var patterns: [UInt64] = []
    patterns.reserveCapacity(rows.count * (count ?? 1))
    for row in rows {
      for item in 0..<(count ?? 1) {
        let start = field.offset + row * stride + item * step
        patterns.append(bits(span, start, element.size, element.isBigEndian))
      }
    }
    return patterns
  }

  private func numbers(_ rows: Range<Int>) -> [Double] {
    guard let element = field.element else { return [] }
    let patterns = bitPatterns(rows, element)
    let unused = UInt64(64 - 8 * element.size)
    return switch (element.kind, element.size) {
    case (.float, 2): patterns.map { Double(Float16(bitPattern: UInt16($0))) }
    case (.float, 4): patterns.map { Double(Float(bitPattern: UInt32($0))) }
    case (.float, _): patterns.map { Double(bitPattern: $0) }
    case (.signed, _): patterns.map { Double(Int64(bitPattern: $0 << unused) >> Int64(unused)) }
    case (.bool, _): patterns.map { $0 == 0 ? 0 : 1 }
    default: patterns.map { Double($0) }
    }
  }

  private func integers(
    _ rows: Range<Int>, isSigned: Bool, at place: SourceLocation
  ) throws -> [Int64] {
    guard let element = field.element else { return [] }
    let unused = UInt64(64 - 8 * element.size)
    return try bitPatterns(rows, element).enumerated().map { index, pattern in
      if isSigned { return Int64(bitPattern: pattern << unused) >> Int64(unused) }
      if element.kind == .bool { return pattern == 0 ? 0 : 1 }
      guard let integer = Int64(exactly: pattern) else {
        throw WinnowError(
          .badData, "\(pattern) does not fit 64 bits with a sign",
          at: location(rows.lowerBound + index, place))
      }
      return integer
    }
  }

  private func text(
    row: Int, _ kind: NumPyElement.Kind, _ element: NumPyElement, at place: SourceLocation
  ) throws -> String {
    let start = field.offset + row * stride
    let span = bytes.span
    let word: String?
    if kind == .bytes {
      let letters = (0..<element.size).map { span[start + $0] }
      let last = letters.lastIndex { $0 != 0 } ?? -1
      word = String(validating: letters[...last], as: UTF8.self)
    } else {
      var letters = Swift.stride(from: start, to: start + element.size, by: 4).map {
        UInt32(bits(span, $0, 4, element.isBigEndian))
      }
      while letters.last == 0 { letters.removeLast() }
      word = String(validating: letters, as: UTF32.self)
    }
    guard let word else {
      throw WinnowError(.badData, "the text is not Unicode", at: location(row, place))
    }
    return word
  }

  private func location(_ row: Int, _ place: SourceLocation) -> SourceLocation {
    var place = place
    place.row = row + 1
    place.field = name
    return place
  }
}
