import WinnowCore
import WinnowKernels

/// A table with friends: tables of as many entries, whose columns stand beside its own.
///
/// A friend's column `x` is found as `friend.x`, and as `x` where no other table has one.
public struct FriendedTable: EventTable {
  public let table: any EventTable
  public let columns: [ColumnDescription]
  public let refused: [RefusedColumn]
  private let sources: [String: (table: any EventTable, column: ColumnDescription)]

  /// - Throws: where a friend has fewer entries than the table.
  public init(_ table: any EventTable, friends: [(name: String, table: any EventTable)]) throws {
    self.table = table
    var uses = Dictionary(table.columns.map { ($0.name, 1) }, uniquingKeysWith: +)
    for friend in friends { for column in friend.table.columns { uses[column.name, default: 0] += 1 } }
    var columns = table.columns
    var refused = table.refused
    var sources: [String: (table: any EventTable, column: ColumnDescription)] = [:]
    for column in table.columns { sources[column.path] = (table, column) }
    for friend in friends {
      guard friend.table.entries >= table.entries else {
        throw WinnowError(
          .badData,
          "has \(friend.table.entries) entries, its friend “\(table.name)” \(table.entries)",
          at: friend.table.location)
      }
      for column in friend.table.columns {
        let path = "\(friend.name).\(column.path)"
        let name = uses[column.name] == 1 ? column.name : "\(friend.name).\(column.name)"
        columns.append(column.renamed(name, path: path))
        sources[path] = (friend.table, column)
      }
      refused += friend.table.refused.map {
        RefusedColumn(name: "\(friend.name).\($0.name)", typeName: $0.typeName, reason: $0.reason)
      }
    }
    (self.columns, self.refused, self.sources) = (columns, refused, sources)
  }

  public var name: String { table.name }
  public var className: String { table.className }
  public var entries: Int { table.entries }
  public var location: SourceLocation { table.location }

  public func read(
    _ column: ColumnDescription, entries range: Range<Int>, team: ThreadTeam
  ) throws -> Column {
    guard let source = sources[column.path] else {
      preconditionFailure("“\(column.path)” is no column of these tables")
    }
    return try source.table.read(source.column, entries: range, team: team)
  }
}

extension ColumnDescription {
  func renamed(_ name: String, path: String) -> ColumnDescription {
    ColumnDescription(
      name: name, path: path, typeName: typeName, type: type, depth: depth, dimensions: dimensions,
      storage: storage)
  }
}
