import Foundation
import WinnowCore

/// Writes tables as CSV with a header. Numbers are the shortest that read back to the same bits.
enum CSVWriter: TableWriter {
  static let name = "CSV"
  static let extensions = ["csv"]
  static let namesTables = false
  private static let flushBytes = 1 << 20

  static func write(_ tables: [OutputTable], to file: String) throws {
    let pending = try PendingFile(file)
    let place = SourceLocation(file: file)
    guard FileManager.default.createFile(atPath: pending.temporary, contents: nil),
      let handle = FileHandle(forWritingAtPath: pending.temporary)
    else { throw WinnowError(.cannotCreate, "the file cannot be created", at: place) }
    do {
      for table in tables { try writeLines(of: table.columns, to: handle) }
      try handle.close()
    } catch {
      pending.discard()
      throw WinnowError(.inputOutput, "the file cannot be written", at: place)
    }
    try pending.commit()
  }

  private static func writeLines(of columns: [OutputColumn], to handle: FileHandle) throws {
    var text = columns.map { quoted($0.name) }.joined(separator: ",") + "\n"
    for row in 0..<(columns.first?.values.count ?? 0) {
      for (index, column) in columns.enumerated() {
        if index > 0 { text += "," }
        text += field(column.values, row)
      }
      text += "\n"
      if text.utf8.count > flushBytes {
        try handle.write(contentsOf: Data(text.utf8))
        text = ""
      }
    }
    try handle.write(contentsOf: Data(text.utf8))
  }

  private static func field(_ values: OutputColumn.Values, _ row: Int) -> String {
    switch values {
    case .float(let values): "\(values[row])"
    case .real(let values): "\(values[row])"
    case .integer(let values): "\(values[row])"
    case .byte(let values): "\(values[row])"
    case .text(let values): quoted(values[row])
    }
  }

  /// In quotes where the text would else be read as something different.
  private static func quoted(_ text: String) -> String {
    let isPlain = !text.isEmpty && !text.utf8.contains { ",;\t\"\n\r ".utf8.contains($0) }
    if isPlain, !text.hasPrefix("#") { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
