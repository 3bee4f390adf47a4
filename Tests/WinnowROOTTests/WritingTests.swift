import Foundation
import Testing
import WinnowCore
import WinnowROOT

@Suite struct WritingTests {
  private static let rows = 70_001  // more than one page and two baskets

  private static let columns: [OutputColumn] = {
    let rows = 0..<Self.rows
    return [
      OutputColumn("flag", .bool(rows.map { $0 % 3 == 0 })),
      OutputColumn("i1", .int8(rows.map { Int8(truncatingIfNeeded: $0) })),
      OutputColumn("u1", .uint8(rows.map { UInt8(truncatingIfNeeded: 3 * $0) })),
      OutputColumn("i2", .int16(rows.map { Int16(truncatingIfNeeded: -7 * $0) })),
      OutputColumn("u2", .uint16(rows.map { UInt16(truncatingIfNeeded: 7 * $0) })),
      OutputColumn("i4", .int32(rows.map { Int32($0) - 1000 })),
      OutputColumn("u4", .uint32(rows.map { UInt32.max - UInt32($0) })),
      OutputColumn("i8", .int64(rows.map { Int64.min + Int64($0) })),
      OutputColumn("u8", .uint64(rows.map { UInt64.max - UInt64($0) })),
      OutputColumn("f", .float(rows.map { 1 / Float($0 + 1) })),
      OutputColumn("d", .double(rows.map { 1 / Double($0 + 1) })),
      OutputColumn("text", .string(rows.map { String(repeating: "é", count: $0 % 300 / 2) })),
    ]
  }()

  private func temporary(_ name: String) -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString)-\(name)").path
  }

  @Test(arguments: [Compression.none, .zlib, .zstd])
  func whatIsWrittenIsReadBack(_ method: Compression) throws {
    let path = temporary("round.root")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let writer = try ROOTFileWriter(path, compression: CompressionSetting(method, level: 1))
    try writer.addTree("tree", title: "a title", columns: Self.columns, team: team)
    try writer.addNTuple("ntuple", columns: Self.columns, team: team)
    try writer.close()
    let file = try ROOTFile(path)
    #expect(try file.listing().map(\.path) == ["tree", "ntuple"])
    for object in ["tree", "ntuple"] {
      let table = try file.table(object)
      #expect(table.columns.map(\.name) == Self.columns.map(\.name))
      for column in Self.columns {
        #expect(try table.read(column.name, team: team).values == column.values, "\(object) \(column.name)")
      }
      #expect(try table.column("d").storage.compression == method)
    }
  }

  @Test func equalContentGivesEqualBytes() throws {
    let paths = ["1", "2"].map { _ in temporary("equal.root") }
    defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
    let columns = [OutputColumn("x", .float([1, 2, 3]))]
    let bytes = try paths.map { path in
      let writer = try ROOTFileWriter(path)
      try writer.addTree("tree", columns: columns, team: team)
      try writer.close()
      return try Data(contentsOf: URL(fileURLWithPath: path))
    }
    // The file's own name stands in it; all else is equal.
    #expect(bytes[0].count == bytes[1].count)
    #expect(zip(bytes[0], bytes[1]).count { $0 != $1 } <= 4 * 36)
  }

  @Test func emptyTablesAreTables() throws {
    let path = temporary("empty.root")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let writer = try ROOTFileWriter(path)
    let columns = [OutputColumn("x", .float([])), OutputColumn("s", .string([]))]
    try writer.addTree("tree", columns: columns, team: team)
    try writer.addNTuple("ntuple", columns: columns, team: team)
    try writer.close()
    for object in ["tree", "ntuple"] {
      let table = try ROOTFile(path).table(object)
      #expect(table.entries == 0)
      #expect(try table.read("x", team: team).values == .float([]))
      #expect(try table.read("s", team: team).values == .string([]))
    }
  }

  @Test func aFileThatIsNotClosedDoesNotAppear() throws {
    let path = temporary("open.root")
    do {
      let writer = try ROOTFileWriter(path)
      try writer.addTree("tree", columns: [OutputColumn("x", .float([1]))], team: team)
    }
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(!FileManager.default.fileExists(atPath: path + ".part"))
  }

  @Test func whatCannotBeWrittenIsRefused() throws {
    let path = temporary("refused.root")
    let writer = try ROOTFileWriter(path)
    let one = OutputColumn("x", .float([1])), two = OutputColumn("y", .float([1, 2]))
    #expect(throws: WinnowError.self) { try writer.addTree("t", columns: [], team: team) }
    #expect(throws: WinnowError.self) { try writer.addTree("t1", columns: [one, two], team: team) }
    #expect(throws: WinnowError.self) { try writer.addTree("t2", columns: [one, one], team: team) }
    #expect(throws: WinnowError.self) { try writer.addTree("a/b", columns: [one], team: team) }
    #expect(throws: WinnowError.self) {
      try writer.addNTuple("n", columns: [OutputColumn("a.b", .float([1]))], team: team)
    }
    #expect(throws: WinnowError.self) { try CompressionSetting(.lzma) }
    #expect(throws: WinnowError.self) { try CompressionSetting(.zlib, level: 10) }
    #expect(throws: WinnowError.self) { try ROOTFileWriter("/no/such/folder/file.root") }
  }
}
