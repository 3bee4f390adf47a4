import Testing
import WinnowROOT

@Suite struct NTupleTests {
  @Test(arguments: Fixture.ntuples)
  func nestedListsAreRead(_ file: String) throws {
    let ntuple = try Fixture.table(file, "ntuple")
    let outer = (0..<100).map { $0 % 3 }
    let inner = (0..<100).flatMap { Array(1..<1 + $0 % 3) }
    let values = (0..<100).flatMap { entry in
      (0..<entry % 3).flatMap { Array(repeating: Int32(entry), count: $0 + 1) }
    }
    #expect(
      try ntuple.read("vv", team: team)
        == Column(
          entries: 0..<100, values: .int32(values), offsets: [outer.bounds, inner.bounds]))
  }

  @Test(arguments: Fixture.ntuples)
  func arraysOfListsAreListsOfOneSize(_ file: String) throws {
    let column = try Fixture.table(file, "ntuple").read("avec", entries: 38..<42, team: team)
    #expect(column.offsets == [[0, 2, 4, 6, 8], [0, 0, 2, 2, 2, 2, 3, 3, 5]])
    #expect(column.values == .int32([38, 38, 40, 41, 41]))
  }

  @Test(arguments: Fixture.ntuples)
  func recordsAreColumnsOfTheirMembers(_ file: String) throws {
    let ntuple = try Fixture.table(file, "ntuple")
    #expect(try ntuple.read("pr._0", team: team).values == .float((0..<100).map { 0.5 * Float($0) }))
    #expect(try ntuple.read("pr._1", team: team).values == .int32((0..<100).map { Int32($0) }))
    let optional = try ntuple.read("opt", team: team)
    #expect(optional.offsets == [(0..<100).map { $0 % 2 }.bounds])
    #expect(optional.values == .double((0..<50).map { Double(2 * $0 + 1) }))
  }

  @Test(arguments: Fixture.ntuples)
  func bitsAndShortenedNumbersAreRead(_ file: String) throws {
    let ntuple = try Fixture.table(file, "ntuple")
    let bits = (0..<100).flatMap { entry in (0..<9).map { entry >> $0 & 1 == 1 } }
    #expect(
      try ntuple.read("bits", team: team)
        == Column(entries: 0..<100, values: .bool(bits), dimensions: [9]))
    #expect(try ntuple.read("trunc", team: team).values == .float((0..<100).map { 0.5 * Float($0) }))
    #expect(try ntuple.read("quant", team: team).values == .float((0..<100).map { Float($0) }))
  }

  /// The fields `late` and `latev` were added before entry 60, in the middle of the second cluster.
  @Test(arguments: Fixture.ntuples, [0..<100, 0..<50, 55..<65, 60..<100])
  func laterFieldsAreZeroBefore(_ file: String, _ range: Range<Int>) throws {
    let ntuple = try Fixture.table(file, "ntuple")
    #expect(
      try ntuple.read("late", entries: range, team: team).values
        == .float(range.map { $0 < 60 ? 0 : Float($0) }))
    let lists = try ntuple.read("latev", entries: range, team: team)
    #expect(lists.offsets == [range.map { $0 < 60 ? 0 : $0 % 2 }.bounds])
    #expect(lists.values == .float(range.filter { $0 >= 60 && $0 % 2 == 1 }.map { Float($0) }))
  }

  @Test func descriptionsSayWhatIsThere() throws {
    let ntuple = try Fixture.table("ntuple-zstd.root", "ntuple")
    #expect(ntuple.className == "ROOT::RNTuple" && ntuple.refused.isEmpty)
    let column = try ntuple.column("single")
    #expect(column.typeName == "Double32_t" && column.type == .double)
    #expect(column.storage.compression == .zstd)
  }
}
