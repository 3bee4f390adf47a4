import WinnowCore
import WinnowExpressions
import WinnowKernels
import WinnowROOT

/// A tree or an ntuple: each branch or field of numbers or text is a column.
///
/// Arrays and lists of numbers are columns of several values per row; arrays of several dimensions are
/// taken row by row. What cannot be a column is listed with the reason.
struct ROOTTable: TableSource {
  let location: SourceLocation
  let columns: [TableColumn]
  private let table: any EventTable
  private let team: ThreadTeam

  /// Bytes of a batch: large, since baskets that two batches share are decompressed twice.
  private static let batchBytes = 1 << 25

  init(_ table: any EventTable, threads: Int) {
    self.table = table
    location = table.location
    team = ThreadTeam(threads: threads)
    let known = Set(table.columns.map(\.name))
    columns = table.columns.map { TableColumn($0.name, $0.columnType, storage: $0.inputStorage) }
      + table.refused.filter { !known.contains($0.name) }.map {
        TableColumn($0.name, .unsupported("\($0.typeName) (\($0.reason))"))
      }
  }

  var kind: String { table.className }

  func rowCount() -> Int { table.entries }

  func scan(
    _ selection: [ColumnRequest], rows wanted: Range<Int>, _ body: (TableBatch) throws -> Void
  ) throws {
    try checkReadable(selection)
    let all = wanted.clamped(to: 0..<table.entries)
    if all.isEmpty { return }
    let chosen = selection.map { table.columns[$0.index] }
    let step = selection.isEmpty ? all.count : batchRows(chosen)
    for start in stride(from: all.lowerBound, to: all.upperBound, by: step) {
      let range = start..<min(all.upperBound, start + step)
      let batch = try zip(selection, chosen).map { request, column in
        try values(of: table.read(column, entries: range, team: team), request, from: start)
      }
      try body(TableBatch(firstRow: start, count: range.count, values: batch))
    }
  }

  /// - Precondition: `chosen` is not empty.
  private func batchRows(_ chosen: [ColumnDescription]) -> Int {
    let bytes = chosen.reduce(0) { $0 + $1.storage.uncompressedBytes }
    let perRow = max(8 * chosen.count, bytes / max(1, table.entries))
    return max(1024, Self.batchBytes / perRow)
  }

  private func values(
    of column: Column, _ request: ColumnRequest, from firstRow: Int
  ) throws -> ColumnValues {
    if request.form == .lists { return .lists(column.lists) }
    if case .string(let texts) = column.values { return .text(texts) }
    if request.form == .exact, columns[request.index].type.isInteger {
      let (integers, bad) = column.values.integers
      guard let bad else { return .integers(integers) }
      throw WinnowError(
        .badData, "the value does not fit 64 bits with a sign",
        at: location(row: firstRow + bad, column: request.index))
    }
    return .numbers(column.values.doubles ?? [])
  }
}

extension ColumnDescription {
  fileprivate var columnType: ColumnType {
    if depth == 0, dimensions.isEmpty { return type.columnType }
    let isReadable = type != .string && (depth == 0 || depth == 1 && dimensions.isEmpty)
    guard isReadable else { return .unsupported("a \(shapeDescription)") }
    return .list(
      of: type.columnType, count: depth == 0 ? dimensions.reduce(1) { $0 * $1 } : nil)
  }

  fileprivate var inputStorage: WinnowInput.ColumnStorage {
    WinnowInput.ColumnStorage(
      compression: storage.compression.name, compressedBytes: storage.compressedBytes,
      uncompressedBytes: storage.uncompressedBytes)
  }
}

extension ElementType {
  fileprivate var columnType: ColumnType {
    switch self {
    case .bool: .bool
    case .int8, .int16, .int32, .int64: .signed(bits: 8 * (width ?? 0))
    case .uint8, .uint16, .uint32, .uint64: .unsigned(bits: 8 * (width ?? 0))
    case .float, .double: .float(bits: 8 * (width ?? 0))
    case .string: .text
    }
  }
}

extension Column {
  /// - Precondition: an array or a list of numbers per entry.
  fileprivate var lists: ListValues {
    let values = values.doubles ?? []
    if let offsets = offsets.first { return ListValues(values, offsets: offsets) }
    return ListValues(values, each: dimensions.reduce(1) { $0 * $1 }, rows: entries.count)
  }
}

extension WinnowROOT.ColumnValues {
  /// The integers, and the place of the first that needs more than 63 bits.
  fileprivate var integers: ([Int64], unfit: Int?) {
    switch self {
    case .bool(let values): (values.map { $0 ? 1 : 0 }, nil)
    case .int8(let values): (values.map(Int64.init), nil)
    case .uint8(let values): (values.map(Int64.init), nil)
    case .int16(let values): (values.map(Int64.init), nil)
    case .uint16(let values): (values.map(Int64.init), nil)
    case .int32(let values): (values.map(Int64.init), nil)
    case .uint32(let values): (values.map(Int64.init), nil)
    case .int64(let values): (values, nil)
    case .uint64(let values):
      (values.map { Int64(truncatingIfNeeded: $0) }, values.firstIndex { $0 > UInt64(Int64.max) })
    case .float, .double, .string: preconditionFailure("no integers")
    }
  }
}
