import WinnowCore
import WinnowKernels

/// A tree, an ntuple, or a chain of them: columns with one value, array or list per entry.
public protocol EventTable: Sendable {
  var name: String { get }
  /// ROOT's class: `TTree`, `TNtuple`, `ROOT::RNTuple`.
  var className: String { get }
  var entries: Int { get }
  var columns: [ColumnDescription] { get }
  /// What is in the table but cannot be read as columns.
  var refused: [RefusedColumn] { get }
  /// The file and the object in it, for messages.
  var location: SourceLocation { get }

  /// The values of a column over a range of entries, decompressed by the threads of a team.
  ///
  /// - Throws: where the bytes do not hold what the table says.
  /// - Precondition: a column of this table; a range inside `0..<entries`.
  /// - Complexity: O(bytes of the baskets or pages that overlap the range).
  func read(_ column: ColumnDescription, entries range: Range<Int>, team: ThreadTeam) throws -> Column
}

extension EventTable {
  /// The column of a name or path.
  /// - Throws: where there is none, with the nearest spelling; where it is no column, with the reason.
  public func column(_ name: String) throws -> ColumnDescription {
    if let found = columns.first(where: { $0.name == name || $0.path == name }) { return found }
    if let refusal = refused.first(where: { $0.name == name }) { throw fault(refusal) }
    throw WinnowError(
      .badData, "there is no column “\(name)”\(Spelling.hint(for: name, in: columns.map(\.name)))",
      at: location)
  }

  /// The values of the column of a name or path, over all entries by default.
  public func read(
    _ name: String, entries range: Range<Int>? = nil, team: ThreadTeam
  ) throws -> Column {
    let range = range ?? 0..<entries
    guard range.lowerBound >= 0, range.upperBound <= entries else {
      throw WinnowError(
        .badData, "entries \(range) are asked for, of \(entries)", at: location)
    }
    return try read(column(name), entries: range, team: team)
  }

  /// Ranges of entries, one after another, whose columns take about so many bytes when read: for
  /// tables that are larger than memory.
  public func windows(of columns: [ColumnDescription], bytes: Int) -> [Range<Int>] {
    let size = columns.reduce(0.0) { $0 + Double($1.storage.uncompressedBytes) }
    let rows = max(1, Int(Double(bytes) / max(1, size / Double(max(1, entries)))))
    return stride(from: 0, to: entries, by: rows).map { $0..<min(entries, $0 + rows) }
  }

  private func fault(_ refusal: RefusedColumn) -> WinnowError {
    WinnowError(
      .badData, "“\(refusal.name)” of type \(refusal.typeName) is no column: \(refusal.reason)",
      at: location)
  }
}
