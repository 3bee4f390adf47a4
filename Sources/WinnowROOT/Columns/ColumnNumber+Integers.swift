extension ColumnNumber where Self: FixedWidthInteger {
  static func converted(_ value: Int64) -> Self { Self(truncatingIfNeeded: value) }
  static func converted(_ value: UInt64) -> Self { Self(truncatingIfNeeded: value) }
  /// Towards zero; 0 for what is no number of this type.
  static func converted(_ value: Double) -> Self { Self(exactly: value.rounded(.towardZero)) ?? 0 }
}

extension Int8: ColumnNumber {
  static var elementType: ElementType { .int8 }
  static func wrap(_ values: [Int8]) -> ColumnValues { .int8(values) }
}

extension UInt8: ColumnNumber {
  static var elementType: ElementType { .uint8 }
  static func wrap(_ values: [UInt8]) -> ColumnValues { .uint8(values) }
}

extension Int16: ColumnNumber {
  static var elementType: ElementType { .int16 }
  static func wrap(_ values: [Int16]) -> ColumnValues { .int16(values) }
}

extension UInt16: ColumnNumber {
  static var elementType: ElementType { .uint16 }
  static func wrap(_ values: [UInt16]) -> ColumnValues { .uint16(values) }
}

extension Int32: ColumnNumber {
  static var elementType: ElementType { .int32 }
  static func wrap(_ values: [Int32]) -> ColumnValues { .int32(values) }
}

extension UInt32: ColumnNumber {
  static var elementType: ElementType { .uint32 }
  static func wrap(_ values: [UInt32]) -> ColumnValues { .uint32(values) }
}

extension Int64: ColumnNumber {
  static var elementType: ElementType { .int64 }
  static func wrap(_ values: [Int64]) -> ColumnValues { .int64(values) }
}

extension UInt64: ColumnNumber {
  static var elementType: ElementType { .uint64 }
  static func wrap(_ values: [UInt64]) -> ColumnValues { .uint64(values) }
}
