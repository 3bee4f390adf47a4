import WinnowCore

/// A kind of file that tables are written to. A new one is a type and one entry in `tableWriters`.
protocol TableWriter: SendableMetatype {
  /// Without the dot, in lower case.
  static var extensions: [String] { get }
  static func write(_ columns: [OutputColumn], to destination: FileReference) throws
}

private let tableWriters: [any TableWriter.Type] = [HDF5Writer.self, CSVWriter.self]

/// Writes columns of one length as a table; the file's extension decides the format.
///
/// The file appears under its name when it is complete, in place of one that was there. In HDF5 the
/// object is the group that holds the columns; without one it is the root.
///
/// - Throws: `badConfiguration` for an extension that is not written, an object in a file that has
///   none, and a name given twice; `cannotCreate` and `inputOutput` where the file cannot be written.
public func writeTable(_ columns: [OutputColumn], to destination: FileReference) throws {
  precondition(Set(columns.map(\.values.count)).count <= 1, "columns of one length")
  let ending = destination.file.split(separator: ".").last.map { $0.lowercased() } ?? ""
  guard let writer = tableWriters.first(where: { $0.extensions.contains(ending) }) else {
    let known = tableWriters.flatMap { $0.extensions }.map { ".\($0)" }
    throw WinnowError(
      .badConfiguration, "tables are not written as “.\(ending)”"
        + Spelling.hint(for: ".\(ending)", in: known), at: destination.location)
  }
  var seen: Set<String> = []
  for column in columns where !seen.insert(column.name).inserted {
    throw WinnowError(
      .badConfiguration, "two columns are named “\(column.name)”", at: destination.location)
  }
  try writer.write(columns, to: destination)
}
