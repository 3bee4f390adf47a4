import WinnowCore

/// Gathers the chosen fields of CSV rows in columns.
struct CSVBatchBuilder {
  private let numbers: [Int]
  private let texts: [Int]
  private let selection: [ColumnRequest]
  private let capacity: Int
  private var first: Int
  /// `values[place * capacity + row]`.
  private var values: [Double]
  private var words: [[String]]
  private(set) var count = 0

  init(selection: [ColumnRequest], capacity: Int, first: Int) {
    self.selection = selection
    self.capacity = capacity
    self.first = first
    numbers = selection.filter { $0.form == .number }.map(\.index)
    texts = selection.filter { $0.form == .exact }.map(\.index)
    values = [Double](repeating: 0, count: capacity * numbers.count)
    words = [[String]](repeating: [], count: texts.count)
  }

  var isFull: Bool { count == capacity }

  /// Adds a row; returns the column that cannot be read, if any.
  mutating func add(_ reader: borrowing CSVRecordReader) -> Int? {
    for (place, column) in numbers.enumerated() {
      guard let number = reader.number(in: reader.fields[column]) else { return column }
      values[place * capacity + count] = number
    }
    for (place, column) in texts.enumerated() {
      guard let text = try? reader.text(of: reader.fields[column]) else { return column }
      words[place].append(text)
    }
    count += 1
    return nil
  }

  /// The rows gathered; begins the next batch.
  mutating func taken() -> TableBatch {
    var number = 0, word = 0
    let columns = selection.map { request -> ColumnValues in
      switch request.form {
      case .number:
        defer { number += 1 }
        return .numbers(Array(values[number * capacity..<number * capacity + count]))
      case .exact:
        defer { word += 1 }
        return .unparsed(words[word])
      case .lists: preconditionFailure("no column of a text table is a list")
      }
    }
    let batch = TableBatch(firstRow: first, count: count, values: columns)
    first += count
    count = 0
    for place in words.indices { words[place].removeAll(keepingCapacity: true) }
    return batch
  }
}
