import WinnowCore

/// Columns of one length, to be written under a name: a group of HDF5, a tree of ROOT.
public struct OutputTable: Sendable {
  /// nil where the format has a place for one table without a name, or a usual name.
  public let name: String?
  public let columns: [OutputColumn]

  public init(_ name: String? = nil, _ columns: [OutputColumn]) {
    precondition(Set(columns.map(\.values.count)).count <= 1, "columns of one length")
    self.name = name
    self.columns = columns
  }
}

/// A kind of file that tables are written to. A new one is a type and one entry in `TableFiles`.
protocol TableWriter: SendableMetatype {
  /// As messages name it.
  static var name: String { get }
  /// Without the dot, in lower case.
  static var extensions: [String] { get }
  /// Whether a file holds several tables, which then have names.
  static var namesTables: Bool { get }
  static func write(_ tables: [OutputTable], to file: String) throws
}

/// The formats that are written.
public enum TableFiles {
  private static let writers: [any TableWriter.Type] = [
    HDF5Writer.self, ROOTWriter.self, CSVWriter.self, NumPyWriter.self, NumPyArchiveWriter.self,
  ]

  /// The endings of files that are written, with their dots.
  public static var endings: [String] { writers.flatMap { $0.extensions }.map { ".\($0)" } }

  /// Whether a file of this name holds several tables with names.
  /// - Throws: `badConfiguration` for an ending that is not written.
  public static func namesTables(_ file: String) throws -> Bool { try writer(for: file).namesTables }

  static func writer(for file: String) throws -> any TableWriter.Type {
    let ending = file.split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard let writer = writers.first(where: { $0.extensions.contains(ending) }) else {
      throw WinnowError(
        .badConfiguration, "tables are not written as “.\(ending)”"
          + Spelling.hint(for: ".\(ending)", in: endings), at: SourceLocation(file: file))
    }
    return writer
  }
}

/// Writes columns of one length as a table; the file's extension decides the format.
///
/// The file appears under its name when it is complete, in place of one that was there. The object is
/// the group of HDF5 (without one the root) and the tree of ROOT (without one `events`); NumPy's `.npy`
/// is an array of records and `.npz` holds an array per column.
///
/// - Throws: `badConfiguration` for an extension that is not written, an object in a file that has
///   none, and a name given twice; `cannotCreate` and `inputOutput` where the file cannot be written.
public func writeTable(_ columns: [OutputColumn], to destination: FileReference) throws {
  try writeTables([OutputTable(destination.object, columns)], to: destination.file)
}

/// Writes several tables into one file, as `writeTable` does one.
public func writeTables(_ tables: [OutputTable], to file: String) throws {
  let writer = try TableFiles.writer(for: file)
  if !writer.namesTables, let object = tables.compactMap(\.name).first {
    throw WinnowError(
      .badConfiguration, "a file of \(writer.name) holds one table and no object “\(object)”",
      at: SourceLocation(file: file))
  }
  precondition(writer.namesTables || tables.count == 1, "one table in this format")
  for table in tables {
    var seen: Set<String> = []
    for column in table.columns where !seen.insert(column.name).inserted {
      throw WinnowError(
        .badConfiguration, "two columns are named “\(column.name)”",
        at: SourceLocation(file: file, object: table.name))
    }
  }
  try writer.write(tables, to: file)
}
