import Foundation
import WinnowCore
import WinnowKernels
import WinnowROOT

/// Writes every column of a file as raw bytes, with an index in JSON.
struct Dump {
  let file: String
  let directory: String

  private struct Part: Encodable {
    let start: Int
    let bytes: Int
  }

  private struct Written: Encodable {
    let name: String
    let path: String
    let typeName: String
    let type: String
    let dimensions: [Int]
    var values: Part?
    var strings: [String]?
    var offsets: [Part] = []
    var error: String?
  }

  private struct Table: Encodable {
    let path: String
    let className: String
    var entries = 0
    var columns: [Written] = []
    var refused: [[String]] = []
    var error: String?
  }

  func run() throws {
    var data = Data()
    let root = try ROOTFile(file)
    let team = ThreadTeam(threads: 1)
    let tables = try root.listing().filter(\.isTable).map { object in
      var table = Table(path: object.path, className: object.className)
      do {
        let found = try root.table(object.path)
        table.entries = found.entries
        table.refused = found.refused.map { [$0.name, $0.typeName, $0.reason] }
        table.columns = found.columns.map { write($0, of: found, team, into: &data) }
      } catch {
        table.error = "\(error)"
      }
      return table
    }
    let index = URL(fileURLWithPath: directory)
    try JSONEncoder().encode(tables).write(to: index.appendingPathComponent("index.json"))
    try data.write(to: index.appendingPathComponent("values.bin"))
  }

  private func write(
    _ column: ColumnDescription, of table: any EventTable, _ team: ThreadTeam, into data: inout Data
  ) -> Written {
    var written = Written(
      name: column.name, path: column.path, typeName: column.typeName, type: column.type.rawValue,
      dimensions: column.dimensions)
    do {
      let read = try table.read(column, entries: 0..<table.entries, team: team)
      if case .string(let texts) = read.values { written.strings = texts }
      written.values = add(bytes(read.values), to: &data)
      written.offsets = read.offsets.map { add(RawBytes.bytes(of: $0), to: &data) }
    } catch {
      written.error = "\(error)"
    }
    return written
  }

  private func add(_ bytes: Data, to data: inout Data) -> Part {
    defer { data.append(bytes) }
    return Part(start: data.count, bytes: bytes.count)
  }

  private func bytes(_ values: ColumnValues) -> Data {
    switch values {
    case .bool(let values): RawBytes.bytes(of: values)
    case .int8(let values): RawBytes.bytes(of: values)
    case .uint8(let values): RawBytes.bytes(of: values)
    case .int16(let values): RawBytes.bytes(of: values)
    case .uint16(let values): RawBytes.bytes(of: values)
    case .int32(let values): RawBytes.bytes(of: values)
    case .uint32(let values): RawBytes.bytes(of: values)
    case .int64(let values): RawBytes.bytes(of: values)
    case .uint64(let values): RawBytes.bytes(of: values)
    case .float(let values): RawBytes.bytes(of: values)
    case .double(let values): RawBytes.bytes(of: values)
    case .string: Data()
    }
  }
}
