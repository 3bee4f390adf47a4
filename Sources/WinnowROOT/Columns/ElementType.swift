/// The types that values of a column can have.
public enum ElementType: String, Sendable, CaseIterable {
  case bool, int8, uint8, int16, uint16, int32, uint32, int64, uint64
  case float, double, string

  /// Bytes of a value in memory; nil for strings.
  public var width: Int? {
    switch self {
    case .bool, .int8, .uint8: 1
    case .int16, .uint16: 2
    case .int32, .uint32, .float: 4
    case .int64, .uint64, .double: 8
    case .string: nil
    }
  }
}

/// A number type of columns.
protocol ColumnNumber: BitwiseCopyable, Sendable {
  static var elementType: ElementType { get }
  static func wrap(_ values: [Self]) -> ColumnValues
  /// The nearest value of this type; integers keep their low bits.
  static func converted(_ value: Int64) -> Self
  static func converted(_ value: UInt64) -> Self
  static func converted(_ value: Double) -> Self
  /// Decodes as many numbers as `output` holds.
  static func decode(
    _ bytes: RawSpan, _ encoding: NumberEncoding, into output: inout MutableSpan<Self>)
}

/// Something that yields numbers of any one type.
protocol NumberSource {
  mutating func numbers<Number: ColumnNumber>(_ type: Number.Type) throws -> [Number]
}

extension ElementType {
  /// The numbers of a source, as this type.
  /// - Precondition: not `string`.
  func values(from source: inout some NumberSource) throws -> ColumnValues {
    switch self {
    case .bool: .bool(try source.numbers(Bool.self))
    case .int8: .int8(try source.numbers(Int8.self))
    case .uint8: .uint8(try source.numbers(UInt8.self))
    case .int16: .int16(try source.numbers(Int16.self))
    case .uint16: .uint16(try source.numbers(UInt16.self))
    case .int32: .int32(try source.numbers(Int32.self))
    case .uint32: .uint32(try source.numbers(UInt32.self))
    case .int64: .int64(try source.numbers(Int64.self))
    case .uint64: .uint64(try source.numbers(UInt64.self))
    case .float: .float(try source.numbers(Float.self))
    case .double: .double(try source.numbers(Double.self))
    case .string: preconditionFailure("strings are no numbers")
    }
  }
}
