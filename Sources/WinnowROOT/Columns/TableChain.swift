import WinnowCore
import WinnowKernels

/// Tables of one kind in several files, read as one: the entries of the first, then the next.
public struct TableChain: EventTable {
  public let tables: [any EventTable]
  public let entries: Int
  public let columns: [ColumnDescription]
  public let refused: [RefusedColumn]
  private let starts: [Int]

  /// - Throws: where there is no table, or a column of the first is missing or different in another.
  public init(_ tables: [any EventTable]) throws {
    guard let first = tables.first else {
      throw WinnowError(.noInput, "a chain of no files")
    }
    self.tables = tables
    starts = tables.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.entries) }
    entries = starts[tables.count]
    (columns, refused) = (first.columns, first.refused)
    for table in tables.dropFirst() {
      for column in columns {
        let other = try table.column(column.path)
        guard other.type == column.type, other.depth == column.depth,
          other.dimensions == column.dimensions
        else {
          throw WinnowError(
            .badData,
            "“\(column.name)” is \(other.shapeDescription) here, \(column.shapeDescription) in \(first.location)",
            at: table.location)
        }
      }
    }
  }

  public var name: String { tables[0].name }
  public var className: String { tables[0].className }
  public var location: SourceLocation { tables[0].location }

  public func read(
    _ column: ColumnDescription, entries range: Range<Int>, team: ThreadTeam
  ) throws -> Column {
    precondition(range.lowerBound >= 0 && range.upperBound <= entries, "entries of this chain")
    var whole: Column?
    for (number, table) in tables.enumerated() {
      let part = range.clamped(to: starts[number]..<starts[number + 1])
      if part.isEmpty, !(range.isEmpty && number == 0) { continue }
      let local = part.lowerBound - starts[number]..<part.upperBound - starts[number]
      let read = try table.read(table.column(column.path), entries: local, team: team)
      let entries = range.lowerBound..<part.upperBound
      if let before = whole {
        whole = before.joined(with: read, entries: entries)
      } else {
        whole = Column(
          entries: entries, values: read.values, offsets: read.offsets, dimensions: read.dimensions)
      }
    }
    guard let whole else { preconditionFailure("tables that agree in the type of a column") }
    return whole
  }
}
