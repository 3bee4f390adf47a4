import Testing
import WinnowKernels
import WinnowROOT

/// The flat columns that trees and ntuples of the fixtures have in common.
@Suite struct FlatColumnTests {
  static let tables =
    Fixture.trees.map { ($0, "dir/tree") } + Fixture.ntuples.map { ($0, "ntuple") }

  @Test(arguments: tables)
  func everyBasicTypeIsRead(_ place: (file: String, object: String)) throws {
    let table = try Fixture.table(place.file, place.object)
    let entries = 0..<100
    #expect(table.entries == 100)
    func values(_ name: String) throws -> ColumnValues { try table.read(name, team: team).values }
    #expect(try values("b") == .bool(entries.map { $0 % 3 == 0 }))
    #expect(try values("i1") == .int8(entries.map { Int8($0 - 50) }))
    #expect(try values("u1") == .uint8(entries.map { UInt8(2 * $0) }))
    #expect(try values("i2") == .int16(entries.map { Int16(-100 * $0) }))
    #expect(try values("u2") == .uint16(entries.map { UInt16(600 * $0) }))
    #expect(try values("i4") == .int32(entries.map { Int32(-100_000 * $0) }))
    #expect(try values("u4") == .uint32(entries.map { UInt32(40_000_000 * $0) }))
    #expect(try values("i8") == .int64(entries.map { -(1 << 40) * Int64($0) }))
    #expect(try values("u8") == .uint64(entries.map { (1 << 57) * UInt64($0) }))
    #expect(try values("f") == .float(entries.map { 0.5 * Float($0) }))
    #expect(try values("d") == .double(entries.map { Double($0) / 3 }))
  }

  @Test(arguments: tables)
  func fixedArraysHaveDimensions(_ place: (file: String, object: String)) throws {
    let table = try Fixture.table(place.file, place.object)
    let fix = try table.read("fix", entries: 20..<70, team: team)
    let expected = (20..<70).flatMap { entry in (0..<3).map { Float(entry) + 0.25 * Float($0) } }
    #expect(fix == Column(entries: 20..<70, values: .float(expected), dimensions: [3]))
  }

  @Test(arguments: tables, [0..<0, 0..<1, 29..<31, 30..<60, 59..<100, 99..<100])
  func anyRangeOfEntriesIsRead(_ place: (file: String, object: String), _ range: Range<Int>) throws {
    let table = try Fixture.table(place.file, place.object)
    #expect(
      try table.read("f", entries: range, team: team)
        == Column(entries: range, values: .float(range.map { 0.5 * Float($0) })))
    let sizes = range.map { $0 % 3 }
    let items = range.flatMap { entry in (0..<entry % 3).map { Float(entry + $0) } }
    #expect(
      try table.read("v", entries: range, team: team)
        == Column(entries: range, values: .float(items), offsets: [sizes.bounds]))
  }

  @Test(arguments: tables)
  func threadsDoNotChangeTheResult(_ place: (file: String, object: String)) throws {
    let table = try Fixture.table(place.file, place.object)
    for column in table.columns {
      let one = try table.read(column.name, team: ThreadTeam(threads: 1))
      #expect(try table.read(column.name, team: ThreadTeam(threads: 3)) == one)
    }
  }

  @Test(arguments: tables)
  func stringsAreRead(_ place: (file: String, object: String)) throws {
    let table = try Fixture.table(place.file, place.object)
    var words = (0..<100).map(Fixture.word)
    if place.object == "dir/tree" {
      #expect(try table.read("text", team: team).values == .string(words))
      words[7] = String(repeating: "z", count: 300)
    }
    #expect(try table.read("s", team: team).values == .string(words))
    let lists = (0..<100).flatMap { Array(repeating: Fixture.word($0), count: $0 % 3) }
    #expect(
      try table.read("vs", team: team)
        == Column(
          entries: 0..<100, values: .string(lists), offsets: [(0..<100).map { $0 % 3 }.bounds]))
  }

  @Test(arguments: tables)
  func packedNumbersAreRead(_ place: (file: String, object: String)) throws {
    let table = try Fixture.table(place.file, place.object)
    #expect(try table.read("half", team: team).values == .float((0..<100).map { 0.5 * Float($0) }))
    #expect(try table.read("single", team: team).values == .double((0..<100).map { 0.25 * Double($0) }))
  }
}
