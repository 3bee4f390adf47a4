import WinnowCore

/// What is in a file: its tables, their columns, types, rows, and on request the ranges.
public struct TableListing: Sendable, Hashable {
  public struct Column: Sendable, Hashable {
    public let name: String
    public let type: ColumnType
    /// nil where the format does not tell.
    public let storage: ColumnStorage?
    /// nil where not asked for and for columns that hold no numbers.
    public let range: ColumnRange?
  }

  /// The file and the object.
  public let location: SourceLocation
  /// What the object is, such as `TTree`.
  public let kind: String
  public let rows: Int
  public let columns: [Column]
}

/// Extremes of the finite values of a column, and how many are not finite.
public struct ColumnRange: Sendable, Hashable {
  /// nil where no value is finite.
  public private(set) var minimum: Double?
  public private(set) var maximum: Double?
  public private(set) var nan = 0
  public private(set) var infinite = 0

  init() {}

  mutating func add(_ values: [Double]) {
    var low = minimum ?? .infinity, high = maximum ?? -.infinity
    for value in values {
      if value.isFinite {
        low = value < low ? value : low
        high = value > high ? value : high
      } else if value.isNaN {
        nan += 1
      } else {
        infinite += 1
      }
    }
    if low <= high { (minimum, maximum) = (low, high) }
  }
}

/// The tables of a file, or the one that is named.
///
/// - Parameter ranges: also the extremes, for which all numbers are read.
/// - Throws: as `FileFormats.open`.
public func listing(
  of reference: FileReference, ranges: Bool = false, options: ReadingOptions = ReadingOptions()
) throws -> [TableListing] {
  let sources = reference.object == nil
    ? try FileFormats.objects(in: reference.file, options: options)
    : [try FileFormats.open(reference, options: options)]
  return try sources.map { source in
    let found = ranges ? try columnRanges(of: source) : [:]
    let columns = source.columns.enumerated().map {
      TableListing.Column(name: $1.name, type: $1.type, storage: $1.storage, range: found[$0])
    }
    return TableListing(
      location: source.location, kind: source.kind, rows: try source.rowCount(), columns: columns)
  }
}

private func columnRanges(of source: any TableSource) throws -> [Int: ColumnRange] {
  let numeric = source.columns.indices.filter { source.columns[$0].type.isNumeric }
  var ranges = [ColumnRange](repeating: ColumnRange(), count: numeric.count)
  try source.scan(numeric.map { ColumnRequest($0, .number) }, rows: 0..<Int.max) { batch in
    for (place, values) in batch.values.enumerated() { ranges[place].add(values.numbers) }
  }
  return Dictionary(uniqueKeysWithValues: zip(numeric, ranges))
}
