import WinnowCore

/// A table in a CSV file. Column types are those of the first thousand rows.
struct CSVTable: TableSource {
  let location: SourceLocation
  let columns: [TableColumn]
  let kind = "text"
  private let delimiter: CSVOptions.Delimiter
  private let hasHeader: Bool

  private static let sampledRows = 1000
  private static let batchRows = 8192

  /// Reads the header and looks at the first rows.
  /// - Throws: `badData` for an empty file, a header that is not UTF-8 or repeats a name, rows of
  ///   different lengths.
  init(file: String, options: ReadingOptions) throws {
    location = SourceLocation(file: file)
    delimiter = try options.csv.delimiter
      ?? .detected(in: CSVRecordReader(file: file, delimiter: .comma).firstLine())
    var reader = try CSVRecordReader(file: file, delimiter: delimiter)
    guard try reader.next() else {
      throw WinnowError(.badData, "the file holds no records", at: location)
    }
    hasHeader = Self.isHeader(reader, options.csv.header)
    let names = try Self.names(reader, hasHeader: hasHeader, given: options.names, at: location)
    let types = try Self.types(&reader, count: names.count, skipFirst: hasHeader)
    columns = zip(names, types).map { TableColumn($0, $1) }
  }

  func rowCount() throws -> Int {
    var count = 0
    try forEachRow(0..<Int.max) { _, _ in count += 1 }
    return count
  }

  func scan(
    _ selection: [ColumnRequest], rows: Range<Int>, _ body: (TableBatch) throws -> Void
  ) throws {
    var batch = CSVBatchBuilder(selection: selection, capacity: Self.batchRows, first: rows.lowerBound)
    try forEachRow(rows) { reader, row in
      if let bad = batch.add(reader) { throw fault(reader, row: row, column: bad) }
      if batch.isFull { try body(batch.taken()) }
    }
    if batch.count > 0 { try body(batch.taken()) }
  }

  /// Calls with each row of the range, its field count checked.
  private func forEachRow(
    _ rows: Range<Int>, _ body: (borrowing CSVRecordReader, Int) throws -> Void
  ) throws {
    var reader = try CSVRecordReader(file: location.file, delimiter: delimiter)
    if hasHeader, try !reader.next() { return }
    var row = 0
    while row < rows.upperBound, try reader.next() {
      if reader.fields.count != columns.count { throw raggedness(reader.fields.count, row: row) }
      if row >= rows.lowerBound { try body(reader, row) }
      row += 1
    }
  }

  private func raggedness(_ count: Int, row: Int) -> WinnowError {
    Self.raggedness(count, wanted: columns.count, row: row, at: location)
  }

  private static func raggedness(
    _ count: Int, wanted: Int, row: Int, at location: SourceLocation
  ) -> WinnowError {
    var place = location
    place.row = row + 1
    return WinnowError(.badData, "the row has \(count) fields; the table has \(wanted)", at: place)
  }

  private func fault(_ reader: borrowing CSVRecordReader, row: Int, column: Int) -> WinnowError {
    let place = location(row: row, column: column)
    do {
      let text = try reader.text(of: reader.fields[column])
      return WinnowError(.badData, "the text “\(text.prefix(40))” is not a number", at: place)
    } catch let error as WinnowError {
      return error.located(at: place)
    } catch {
      return WinnowError(.badData, "the field cannot be read", at: place)
    }
  }
}

extension CSVTable {
  private static func isHeader(
    _ reader: borrowing CSVRecordReader, _ header: CSVOptions.Header
  ) -> Bool {
    switch header {
    case .present: true
    case .absent: false
    case .detect: reader.fields.indices.allSatisfy { reader.number(in: reader.fields[$0]) == nil }
    }
  }

  private static func names(
    _ reader: borrowing CSVRecordReader, hasHeader: Bool, given: [String]?, at place: SourceLocation
  ) throws -> [String] {
    let count = reader.fields.count
    if let given {
      guard given.count == count else {
        throw WinnowError(
          .badData, "\(given.count) column names are given; the table has \(count) columns", at: place)
      }
      return given
    }
    if !hasHeader { return (0..<count).map { "var\($0)" } }
    return try uniqueNames(try headerNames(reader, at: place), at: place)
  }

  private static func headerNames(
    _ reader: borrowing CSVRecordReader, at place: SourceLocation
  ) throws -> [String] {
    var names: [String] = []
    for (index, field) in reader.fields.enumerated() {
      do {
        var name = try reader.text(of: field)[...]
        while let last = name.last, last.isWhitespace { name.removeLast() }
        names.append(String(name.drop(while: \.isWhitespace)))
      } catch let error as WinnowError {
        throw WinnowError(.badData, "column \(index + 1) of the header: \(error.message)", at: place)
      }
    }
    return names
  }

  private static func uniqueNames(_ names: [String], at place: SourceLocation) throws -> [String] {
    var seen: Set<String> = []
    for (index, name) in names.enumerated() {
      if name.isEmpty {
        throw WinnowError(.badData, "column \(index + 1) of the header has no name", at: place)
      }
      if !seen.insert(name).inserted {
        throw WinnowError(.badData, "the header names the column “\(name)” twice", at: place)
      }
    }
    return names
  }

  /// Integer where all sampled values are, number where all are, else text.
  private static func types(
    _ reader: inout CSVRecordReader, count: Int, skipFirst: Bool
  ) throws -> [ColumnType] {
    var samples = [ColumnAccumulator](repeating: ColumnAccumulator(), count: count)
    var rows = 0
    var hasRecord = !skipFirst
    if skipFirst { hasRecord = try reader.next() }
    while hasRecord, rows < sampledRows, reader.fields.count == count {
      for (column, field) in reader.fields.enumerated() {
        let text = String(decoding: reader.buffer[field.start..<field.end], as: UTF8.self)
        samples[column].append(.unparsed([text]), rows: nil)
      }
      rows += 1
      hasRecord = try reader.next()
    }
    return samples.map {
      switch $0.finished() {
      case .integer: .signed(bits: 64)
      case .real: .float(bits: 64)
      case .text: .text
      }
    }
  }
}
