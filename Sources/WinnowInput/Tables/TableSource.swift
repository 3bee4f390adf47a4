import WinnowCore

/// Columns of one length in a file, read in order of rows.
public protocol TableSource: Sendable {
  /// The file and the object in it.
  var location: SourceLocation { get }
  var columns: [TableColumn] { get }

  /// - Throws: `badData` where the file must be read to count and is damaged.
  func rowCount() throws -> Int

  /// Hands the chosen columns over in batches, in order of rows.
  ///
  /// - Parameter rows: counted from 0; what lies behind the last row is left out.
  /// - Throws: `badData` with file, object, row and column.
  func scan(
    _ selection: [ColumnRequest], rows: Range<Int>, _ body: (TableBatch) throws -> Void) throws
}

/// A column's name and what it holds.
public struct TableColumn: Sendable, Hashable {
  public let name: String
  public let type: ColumnType

  public init(_ name: String, _ type: ColumnType) {
    self.name = name
    self.type = type
  }
}

/// What a column holds.
public enum ColumnType: Sendable, Hashable, CustomStringConvertible {
  case float(bits: Int)
  case signed(bits: Int)
  case unsigned(bits: Int)
  case bool
  case text
  /// Values that are not one number or text per row, named in words.
  case unsupported(String)

  public var isNumeric: Bool {
    switch self {
    case .float, .signed, .unsigned, .bool: true
    case .text, .unsupported: false
    }
  }

  public var isInteger: Bool {
    switch self {
    case .signed, .unsigned, .bool: true
    case .float, .text, .unsupported: false
    }
  }

  public var description: String {
    switch self {
    case .float(let bits): "float\(bits)"
    case .signed(let bits): "int\(bits)"
    case .unsigned(let bits): "uint\(bits)"
    case .bool: "bool"
    case .text: "text"
    case .unsupported(let words): words
    }
  }
}

/// A column to read, and how.
public struct ColumnRequest: Sendable, Hashable {
  public enum Form: Sendable, Hashable {
    /// As double precision numbers; text is an error.
    case number
    /// In the column's own type.
    case exact
  }

  /// The place in `TableSource.columns`.
  public let index: Int
  public let form: Form

  public init(_ index: Int, _ form: Form) {
    self.index = index
    self.form = form
  }
}

/// Some rows of the chosen columns.
public struct TableBatch: Sendable {
  /// Counted from 0.
  public let firstRow: Int
  public let count: Int
  /// One per requested column.
  public let values: [ColumnValues]

  public init(firstRow: Int, count: Int, values: [ColumnValues]) {
    self.firstRow = firstRow
    self.count = count
    self.values = values
  }
}

extension TableSource {
  /// The place of a named column.
  /// - Throws: `badData` with the nearest name.
  public func index(of name: String) throws -> Int {
    guard let index = columns.firstIndex(where: { $0.name == name }) else {
      throw WinnowError(
        .badData, "there is no column “\(name)”" + Spelling.hint(for: name, in: columns.map(\.name)),
        at: location)
    }
    return index
  }

  /// Whole columns as numbers.
  public func numbers(of names: [String], rows: Range<Int> = 0..<Int.max) throws -> [[Double]] {
    let selection = try names.map { ColumnRequest(try index(of: $0), .number) }
    var result = [[Double]](repeating: [], count: names.count)
    try scan(selection, rows: rows) { batch in
      for (column, values) in batch.values.enumerated() { result[column] += values.numbers }
    }
    return result
  }

  /// A whole column in its own type.
  public func exactValues(
    of name: String, rows: Range<Int> = 0..<Int.max
  ) throws -> Spectator.Values {
    var result = ColumnAccumulator()
    try scan([ColumnRequest(try index(of: name), .exact)], rows: rows) {
      result.append($0.values[0], rows: nil)
    }
    return result.finished()
  }

  func location(row: Int, column: Int) -> SourceLocation {
    var place = location
    place.row = row + 1
    place.field = columns[column].name
    return place
  }

  /// - Throws: `badData` where a chosen column cannot be read in the form wanted.
  func checkReadable(_ selection: [ColumnRequest]) throws {
    for request in selection {
      let column = columns[request.index]
      var place = location
      place.field = column.name
      switch column.type {
      case .unsupported(let words):
        throw WinnowError(.badData, "holds \(words), not one value per row", at: place)
      case .text where request.form == .number:
        throw WinnowError(.badData, "holds text where numbers are needed", at: place)
      default: break
      }
    }
  }
}
