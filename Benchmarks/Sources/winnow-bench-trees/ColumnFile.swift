import Foundation

/// Columns of a raw float32 file: `features` inputs and the label.
struct ColumnFile {
  let inputs: [[Float]]
  let labels: [Float]

  /// - Parameter rows: from the beginning; nil for all.
  init(_ path: String, features: Int, rows limit: Int? = nil) throws {
    let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    let rows = Int(try file.seekToEnd()) / 4 / (features + 1)
    // One column after the other, so that the file itself takes no memory.
    var columns = try (0...features).map { column in
      try file.seek(toOffset: UInt64(column * rows * 4))
      let bytes = try file.read(upToCount: min(rows, limit ?? rows) * 4) ?? Data()
      return bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    }
    labels = columns.removeLast()
    inputs = columns
  }
}
