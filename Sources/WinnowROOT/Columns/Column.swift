/// The values of a column over a range of entries.
///
/// A flat column has one value per entry; `dimensions` [3] makes it three in a row. A jagged column
/// has lists: list i of level 0 (the entry's) spans `offsets[0][i]..<offsets[0][i + 1]` of level 1,
/// and so on down to the values.
public struct Column: Sendable, Equatable {
  /// The entries that were read.
  public let entries: Range<Int>
  public let values: ColumnValues
  /// Per level of lists, outermost first: its rising bounds, from 0, one more than lists.
  public let offsets: [[Int]]
  /// Sizes of the fixed array that each item is; empty for single values.
  public let dimensions: [Int]

  public init(
    entries: Range<Int>, values: ColumnValues, offsets: [[Int]] = [], dimensions: [Int] = []
  ) {
    self.entries = entries
    self.values = values
    self.offsets = offsets
    self.dimensions = dimensions
  }

  /// How many lists deep each entry is; 0 for flat columns.
  public var depth: Int { offsets.count }
}

/// The values of a column, one after another.
public enum ColumnValues: Sendable, Equatable {
  case bool([Bool])
  case int8([Int8])
  case uint8([UInt8])
  case int16([Int16])
  case uint16([UInt16])
  case int32([Int32])
  case uint32([UInt32])
  case int64([Int64])
  case uint64([UInt64])
  case float([Float])
  case double([Double])
  case string([String])

  public var count: Int {
    switch self {
    case .bool(let values): values.count
    case .int8(let values): values.count
    case .uint8(let values): values.count
    case .int16(let values): values.count
    case .uint16(let values): values.count
    case .int32(let values): values.count
    case .uint32(let values): values.count
    case .int64(let values): values.count
    case .uint64(let values): values.count
    case .float(let values): values.count
    case .double(let values): values.count
    case .string(let values): values.count
    }
  }

  public var type: ElementType {
    switch self {
    case .bool: .bool
    case .int8: .int8
    case .uint8: .uint8
    case .int16: .int16
    case .uint16: .uint16
    case .int32: .int32
    case .uint32: .uint32
    case .int64: .int64
    case .uint64: .uint64
    case .float: .float
    case .double: .double
    case .string: .string
    }
  }

  /// The values as doubles; nil for strings. Integers beyond 2⁵³ are rounded.
  public var doubles: [Double]? {
    switch self {
    case .bool(let values): values.map { $0 ? 1 : 0 }
    case .int8(let values): values.map(Double.init)
    case .uint8(let values): values.map(Double.init)
    case .int16(let values): values.map(Double.init)
    case .uint16(let values): values.map(Double.init)
    case .int32(let values): values.map(Double.init)
    case .uint32(let values): values.map(Double.init)
    case .int64(let values): values.map(Double.init)
    case .uint64(let values): values.map(Double.init)
    case .float(let values): values.map(Double.init)
    case .double(let values): values
    case .string: nil
    }
  }
}
