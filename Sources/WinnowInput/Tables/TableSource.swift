import WinnowCore

/// Columns of one length in a file, read in order of rows.
public protocol TableSource: Sendable {
  /// The file and the object in it.
  var location: SourceLocation { get }
  var columns: [TableColumn] { get }
  /// What the object is, in the words of its format, such as `TTree`.
  var kind: String { get }

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
  /// nil where the format does not tell.
  public let storage: ColumnStorage?

  public init(_ name: String, _ type: ColumnType, storage: ColumnStorage? = nil) {
    self.name = name
    self.type = type
    self.storage = storage
  }
}

/// How a column lies in its file.
public struct ColumnStorage: Sendable, Hashable {
  public let compression: String
  public let compressedBytes: Int
  public let uncompressedBytes: Int

  public init(compression: String, compressedBytes: Int, uncompressedBytes: Int) {
    self.compression = compression
    self.compressedBytes = compressedBytes
    self.uncompressedBytes = uncompressedBytes
  }
}

/// What a column holds.
public indirect enum ColumnType: Sendable, Hashable, CustomStringConvertible {
  case float(bits: Int)
  case signed(bits: Int)
  case unsigned(bits: Int)
  case bool
  case text
  /// Several numbers per row: `count` of them, or a varying number where it is nil.
  case list(of: ColumnType, count: Int?)
  /// Values that are not one number or text per row, named in words.
  case unsupported(String)

  public var isNumeric: Bool {
    switch self {
    case .float, .signed, .unsigned, .bool: true
    case .text, .list, .unsupported: false
    }
  }

  public var isInteger: Bool {
    switch self {
    case .signed, .unsigned, .bool: true
    case .float, .text, .list, .unsupported: false
    }
  }

  public var isList: Bool {
    if case .list = self { true } else { false }
  }

  public var description: String {
    switch self {
    case .float(let bits): "float\(bits)"
    case .signed(let bits): "int\(bits)"
    case .unsigned(let bits): "uint\(bits)"
    case .bool: "bool"
    case .text: "text"
    case .list(let element, let count?): "\(element)[\(count)]"
    case .list(let element, nil): "list of \(element)"
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
    /// The numbers of each row's list in double precision.
    case lists
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
      switch (column.type, request.form) {
      case (.unsupported(let words), _):
        throw WinnowError(.badData, "holds \(words), not one value per row", at: place)
      case (.text, .number), (.text, .lists):
        throw WinnowError(.badData, "holds text where numbers are needed", at: place)
      case (.list(let element, _), .number), (.list(let element, _), .exact):
        throw WinnowError(
          .badData, "holds several values of type \(element) per row; take one, as in "
            + "“\(column.name)[0]”, or their size, sum, mean, min or max", at: place)
      case (_, .lists) where !column.type.isList:
        throw WinnowError(.badData, "holds one value per row, not a list", at: place)
      default: break
      }
    }
  }
}
