import Foundation
import WinnowCore

/// Writes `.npy` files: an array of records, one field per column.
enum NumPyWriter: TableWriter {
  static let name = "NumPy"
  static let extensions = ["npy"]
  static let namesTables = false

  static func write(_ tables: [OutputTable], to file: String) throws {
    let pending = try PendingFile(file)
    let columns = tables.flatMap(\.columns)
    let elements = columns.map { NumPyElements($0.values) }
    let rows = columns.first?.values.count ?? 0
    let type = zip(columns, elements).map { "(\(quoted($0.name)), '\($1.code)')" }
    var bytes = NumPyElements.header(type: "[\(type.joined(separator: ", "))]", rows: rows)
    for row in 0..<rows {
      for part in elements { bytes += part.bytes[row * part.width..<(row + 1) * part.width] }
    }
    try pending.commit(Data(bytes))
  }

  private static func quoted(_ name: String) -> String {
    let escaped = name.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : "\($0)" }
    return "'\(escaped.joined())'"
  }
}

/// Writes `.npz` archives: one array per column, compressed as `numpy.savez_compressed` does.
enum NumPyArchiveWriter: TableWriter {
  static let name = "NumPy"
  static let extensions = ["npz"]
  static let namesTables = false

  static func write(_ tables: [OutputTable], to file: String) throws {
    let pending = try PendingFile(file)
    var archive = ZipBuilder()
    for column in tables.flatMap(\.columns) {
      let elements = NumPyElements(column.values)
      let header = NumPyElements.header(type: "'\(elements.code)'", rows: column.values.count)
      do {
        try archive.add("\(column.name).npy", Data(header + elements.bytes))
      } catch let error as WinnowError {
        throw error.located(at: SourceLocation(file: file, field: column.name))
      }
    }
    try pending.commit(archive.finished())
  }
}

/// A column as the bytes of an array's elements, the lowest byte first.
struct NumPyElements {
  /// NumPy's type string.
  let code: String
  let width: Int
  let bytes: [UInt8]

  init(_ values: OutputColumn.Values) {
    switch values {
    case .float(let values): self.init("<f4", values.lazy.map(\.bitPattern))
    case .real(let values): self.init("<f8", values.lazy.map(\.bitPattern))
    case .integer(let values): self.init("<i8", values)
    case .byte(let values): self.init("|u1", values)
    case .text(let words):
      let letters = words.map { $0.unicodeScalars.map(\.value) }
      let width = max(1, letters.map(\.count).max() ?? 1)
      self.init(
        "<U\(width)", letters.flatMap { $0 + [UInt32](repeating: 0, count: width - $0.count) },
        each: width)
    }
  }

  private init<Value: FixedWidthInteger>(
    _ code: String, _ values: some Collection<Value>, each count: Int = 1
  ) {
    self.code = code
    let size = MemoryLayout<Value>.size
    width = size * count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size * values.count)
    for value in values {
      for byte in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> Value(8 * byte))) }
    }
    self.bytes = bytes
  }

  /// The header of a one-dimensional array; of version 3 where it is long or not ASCII.
  static func header(type: String, rows: Int) -> [UInt8] {
    let text = "{'descr': \(type), 'fortran_order': False, 'shape': (\(rows),), }"
    let isPlain = text.utf8.count < 60_000 && text.utf8.allSatisfy { $0 < 128 }
    let start = isPlain ? 10 : 12
    let blanks = 63 - (start + text.utf8.count) % 64
    let body = Array(text.utf8) + [UInt8](repeating: 32, count: blanks) + [10]
    let length = (0..<start - 8).map { UInt8(truncatingIfNeeded: body.count >> (8 * $0)) }
    return NumPyArray.magic + [isPlain ? 1 : 3, 0] + length + body
  }
}
