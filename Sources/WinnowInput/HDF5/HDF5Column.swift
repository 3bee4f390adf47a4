import WinnowCore
import WinnowExpressions

/// One column of values, evenly spaced in the bytes of a batch.
struct HDF5Column {
  let bytes: [UInt8]
  let offset: Int
  let stride: Int
  let firstRow: Int
  let count: Int
  /// Where references to text lead.
  let heap: HDF5TextHeap
  let place: SourceLocation

  /// - Throws: `badData` for a whole number beyond 63 bits, for text that is not UTF-8, and for damaged
  ///   references to text.
  func values(_ type: HDF5ElementType, form: ColumnRequest.Form) throws -> ColumnValues {
    switch (type, form) {
    case (.scalar(.float(let bits)), _):
      return .numbers(bits <= 32 ? load(Float.self) { Double($0) } : load(Double.self) { $0 })
    case (.scalar(.unsigned), .number): return .numbers(load(UInt64.self) { Double($0) })
    case (.scalar, .number): return .numbers(load(Int64.self) { Double($0) })
    case (.scalar(.unsigned), .exact): return .integers(try signed(load(UInt64.self) { $0 }))
    case (.scalar, .exact): return .integers(load(Int64.self) { $0 })
    case (.fixedText(let size, _), _): return .text(try fixedText(size))
    case (.variableText, _): return .text(try variableText())
    case (.array(let type, let dimensions), _):
      return .lists(lists(type, each: dimensions.reduce(1, *)))
    case (.compound, _), (.unsupported, _), (.scalar, .lists):
      throw WinnowError(.badData, "holds no single values", at: place)
    }
  }

  @inline(__always)
  private func load<Stored: BitwiseCopyable, Value>(
    _ stored: Stored.Type, each: Int = 1, _ convert: (Stored) -> Value
  ) -> [Value] {
    let size = MemoryLayout<Stored>.size
    precondition(
      count == 0 || offset + (count - 1) * stride + each * size <= bytes.count,
      "the column lies in the batch")
    var values: [Value] = []
    values.reserveCapacity(count * each)
    unsafe bytes.withUnsafeBytes { raw in
      for row in 0..<count {
        for item in 0..<each {
          let place = offset + row * stride + item * size
          values.append(unsafe convert(raw.loadUnaligned(fromByteOffset: place, as: stored)))
        }
      }
    }
    return values
  }

  private func lists(_ type: ColumnType, each: Int) -> ListValues {
    let values: [Double] = switch type {
    case .float(let bits):
      bits <= 32
        ? load(Float.self, each: each) { Double($0) } : load(Double.self, each: each) { $0 }
    case .unsigned: load(UInt64.self, each: each) { Double($0) }
    default: load(Int64.self, each: each) { Double($0) }
    }
    return ListValues(values, each: each, rows: count)
  }

  private func signed(_ values: [UInt64]) throws -> [Int64] {
    try values.enumerated().map { row, value in
      guard let integer = Int64(exactly: value) else {
        throw WinnowError(.badData, "\(value) does not fit 64 bits with a sign", at: location(row))
      }
      return integer
    }
  }

  /// Padded with NUL bytes or blanks.
  private func fixedText(_ size: Int) throws -> [String] {
    try (0..<count).map { row in
      let start = offset + row * stride
      var text = bytes[start..<start + size].prefix { $0 != 0 }
      while text.last == UInt8(ascii: " ") { text.removeLast() }
      guard let word = String(validating: text, as: UTF8.self) else { throw notText(row) }
      return word
    }
  }

  private func variableText() throws -> [String] {
    try (0..<count).map { row in
      let start = offset + row * stride
      do {
        let letters = try heap.text(bytes[start..<start + HDF5TextHeap.referenceSize])
        guard let word = String(validating: letters, as: UTF8.self) else { throw notText(row) }
        return word
      } catch let error as WinnowError {
        throw error.located(at: location(row))
      }
    }
  }

  private func notText(_ row: Int) -> WinnowError {
    WinnowError(.badData, "the text is not UTF-8", at: location(row))
  }

  private func location(_ row: Int) -> SourceLocation {
    var place = place
    place.row = firstRow + row + 1
    return place
  }
}
