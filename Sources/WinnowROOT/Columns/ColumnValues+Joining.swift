extension ColumnValues {
  /// The values of both, one after the other; nil where they have different types.
  func joined(with other: ColumnValues) -> ColumnValues? {
    switch (self, other) {
    case (.bool(let first), .bool(let second)): .bool(first + second)
    case (.int8(let first), .int8(let second)): .int8(first + second)
    case (.uint8(let first), .uint8(let second)): .uint8(first + second)
    case (.int16(let first), .int16(let second)): .int16(first + second)
    case (.uint16(let first), .uint16(let second)): .uint16(first + second)
    case (.int32(let first), .int32(let second)): .int32(first + second)
    case (.uint32(let first), .uint32(let second)): .uint32(first + second)
    case (.int64(let first), .int64(let second)): .int64(first + second)
    case (.uint64(let first), .uint64(let second)): .uint64(first + second)
    case (.float(let first), .float(let second)): .float(first + second)
    case (.double(let first), .double(let second)): .double(first + second)
    case (.string(let first), .string(let second)): .string(first + second)
    default: nil
    }
  }
}

extension Column {
  /// The entries of both, one after the other, numbered as `entries`.
  func joined(with next: Column, entries: Range<Int>) -> Column? {
    guard depth == next.depth, dimensions == next.dimensions,
      let values = values.joined(with: next.values)
    else { return nil }
    let offsets = zip(offsets, next.offsets).map { first, second in
      first + second.dropFirst().map { $0 + first[first.count - 1] }
    }
    return Column(entries: entries, values: values, offsets: offsets, dimensions: dimensions)
  }
}
