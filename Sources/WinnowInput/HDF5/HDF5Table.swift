import WinnowCore

/// A table in an HDF5 file, in one of three layouts.
struct HDF5Table: TableSource {
  enum Layout: Sendable {
    /// A dataset of rows × columns; one of one dimension counts as one column.
    case matrix(path: String, element: HDF5ElementType, isFlat: Bool)
    /// A dataset of records.
    case records(path: String, members: [HDF5ElementType.Member])
    /// A group of one-dimensional datasets of one length.
    case group(paths: [String], elements: [HDF5ElementType])
  }

  let location: SourceLocation
  let columns: [TableColumn]
  let rows: Int
  let layout: Layout

  var kind: String {
    switch layout {
    case .matrix: "dataset"
    case .records: "dataset of records"
    case .group: "group"
    }
  }

  /// Bytes of a batch; fits the second-level cache.
  private static let batchBytes = 1 << 19

  func rowCount() -> Int { rows }

  func scan(
    _ selection: [ColumnRequest], rows wanted: Range<Int>, _ body: (TableBatch) throws -> Void
  ) throws {
    try checkReadable(selection)
    let all = wanted.clamped(to: 0..<rows)
    if all.isEmpty { return }
    if selection.isEmpty {
      return try body(TableBatch(firstRow: all.lowerBound, count: all.count, values: []))
    }
    let file = try HDF5Handle.file(location.file)
    let readers = try readers(for: selection, in: file)
    let batch = batchRows(selection)
    for start in stride(from: all.lowerBound, to: all.upperBound, by: batch) {
      let range = start..<min(all.upperBound, start + batch)
      let values = try readers.flatMap { try $0.read(range) }
      try body(TableBatch(firstRow: start, count: range.count, values: values))
    }
  }

  private func batchRows(_ selection: [ColumnRequest]) -> Int {
    let bytes: Int = switch layout {
    case .matrix(_, let element, _): element.memorySize * Self.span(of: selection).count
    case .records(_, let members):
      selection.reduce(0) { $0 + members[$1.index].type.memorySize }
    case .group(_, let elements): selection.map { elements[$0.index].memorySize }.max() ?? 8
    }
    return min(65_536, max(16, Self.batchBytes / max(1, bytes)))
  }

  /// The columns from the first to the last chosen one.
  private static func span(of selection: [ColumnRequest]) -> Range<Int> {
    let places = selection.map(\.index)
    return (places.min() ?? 0)..<(places.max() ?? -1) + 1
  }

  private func readers(
    for selection: [ColumnRequest], in file: borrowing HDF5Handle
  ) throws -> [HDF5DatasetReader] {
    switch layout {
    case .matrix(let path, let element, let isFlat):
      let span = Self.span(of: selection)
      let fields = selection.map {
        HDF5Field(
          type: element, offset: ($0.index - span.lowerBound) * element.memorySize, form: $0.form)
      }
      let dataset = try HDF5Dataset(path, in: file, at: location)
      return [
        try HDF5DatasetReader(dataset, as: element, columns: isFlat ? nil : span, fields: fields)
      ]
    case .records(let path, let members):
      return [try recordReader(path, members, selection, in: file)]
    case .group(let paths, let elements):
      var readers: [HDF5DatasetReader] = []
      for request in selection {
        let element = elements[request.index]
        var place = location
        place.field = columns[request.index].name
        let dataset = try HDF5Dataset(paths[request.index], in: file, at: place)
        let field = HDF5Field(type: element, offset: 0, form: request.form)
        readers.append(try HDF5DatasetReader(dataset, as: element, columns: nil, fields: [field]))
      }
      return readers
    }
  }

  /// Of the members only the chosen ones are read, each once.
  private func recordReader(
    _ path: String, _ members: [HDF5ElementType.Member], _ selection: [ColumnRequest],
    in file: borrowing HDF5Handle
  ) throws -> HDF5DatasetReader {
    let chosen = Set(selection.map(\.index)).sorted()
    var offsets: [Int: Int] = [:]
    var offset = 0
    for index in chosen {
      offsets[index] = offset
      offset += members[index].type.memorySize
    }
    let fields = selection.map {
      HDF5Field(type: members[$0.index].type, offset: offsets[$0.index] ?? 0, form: $0.form)
    }
    return try HDF5DatasetReader(
      try HDF5Dataset(path, in: file, at: location), as: .compound(chosen.map { members[$0] }),
      columns: nil, fields: fields)
  }
}
