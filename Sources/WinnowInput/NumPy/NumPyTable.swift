import Foundation
import WinnowCore

/// A table of NumPy arrays.
///
/// An array of records has a column per field, a matrix one per column, a plain array one. The arrays of
/// an archive that are of one length are one table: each array a column, of several values per row where
/// it has two dimensions.
struct NumPyTable: TableSource {
  let location: SourceLocation
  let kind: String
  let columns: [TableColumn]
  private let rows: Int
  private let content: [NumPyColumn]

  private static let batchRows = 16_384
  private static let mostColumns = 1_000_000

  /// The columns of one array.
  /// - Parameter name: of the only column of an array of one dimension.
  /// - Throws: `badData` where the array is no table.
  init(
    _ array: NumPyArray, name: String, given names: [String]?, at location: SourceLocation
  ) throws {
    let shape = array.shape
    guard shape.count == 1 || shape.count == 2 && !array.isRecord && (1...Self.mostColumns)
      .contains(shape[1])
    else {
      let words = shape.map(String.init).joined(separator: " × ")
      throw WinnowError(
        .badData, "is no table: it has \(shape.isEmpty ? "one value" : "the shape \(words)")",
        at: location)
    }
    if array.isRecord {
      let fields = array.fields.map { NumPyColumn($0.name ?? name, $0, of: array) }
      try self.init(fields, rows: shape[0], kind: "array of records", at: location)
      return
    }
    let count = shape.count == 1 ? 1 : shape[1]
    if let names, names.count != count {
      throw WinnowError(
        .badData, "\(names.count) column names are given; the table has \(count) columns", at: location)
    }
    let columns = shape.count == 1
      ? [NumPyColumn(names?[0] ?? name, array.fields[0], of: array)]
      : (0..<count).map { NumPyColumn(names?[$0] ?? "var\($0)", ofMatrix: array, column: $0) }
    try self.init(columns, rows: shape[0], kind: "array", at: location)
  }

  /// Arrays of one length, each a column.
  init(_ arrays: [(name: String, array: NumPyArray)], at location: SourceLocation) throws {
    let columns = arrays.map { name, array in
      array.shape.count == 1
        ? NumPyColumn(name, array.fields[0], of: array)
        : NumPyColumn(name, ofMatrix: array, column: nil)
    }
    try self.init(columns, rows: arrays[0].array.shape[0], kind: "arrays", at: location)
  }

  private init(
    _ content: [NumPyColumn], rows: Int, kind: String, at location: SourceLocation
  ) throws {
    self.location = location
    self.kind = kind
    self.rows = rows
    self.content = content
    columns = content.map { TableColumn($0.name, $0.type) }
    guard Set(content.map(\.name)).count == content.count else {
      throw WinnowError(.badData, "two columns have one name", at: location)
    }
  }

  func rowCount() -> Int { rows }

  func scan(
    _ selection: [ColumnRequest], rows wanted: Range<Int>, _ body: (TableBatch) throws -> Void
  ) throws {
    try checkReadable(selection)
    let all = wanted.clamped(to: 0..<rows)
    for start in stride(from: all.lowerBound, to: all.upperBound, by: Self.batchRows) {
      let range = start..<min(all.upperBound, start + Self.batchRows)
      let values = try selection.map { try content[$0.index].values(range, $0.form, at: location) }
      try body(TableBatch(firstRow: start, count: range.count, values: values))
    }
  }
}
