import Testing
import WinnowCore
import WinnowROOT

@Suite struct TreeTests {
  @Test(arguments: Fixture.trees)
  func arraysWithCountersAreJagged(_ file: String) throws {
    let tree = try Fixture.table(file, "dir/tree")
    let bounds = (0..<100).map { $0 % 4 }.bounds
    let items = (0..<100).flatMap { entry in (0..<entry % 4).map { (entry, $0) } }
    #expect(
      try tree.read("var", team: team)
        == Column(
          entries: 0..<100, values: .float(items.map { Float($0.0) + 0.5 * Float($0.1) }),
          offsets: [bounds]))
    #expect(
      try tree.read("pairs", team: team)
        == Column(
          entries: 0..<100, values: .int16(items.flatMap { [Int16($0.0), -Int16($0.1)] }),
          offsets: [bounds], dimensions: [2]))
  }

  @Test(arguments: Fixture.trees)
  func severalLeavesInABranchAreColumns(_ file: String) throws {
    let tree = try Fixture.table(file, "dir/tree")
    #expect(try tree.read("record.x", team: team).values == .float((0..<100).map { 0.5 * Float($0) }))
    #expect(try tree.read("record.k", team: team).values == .int32((0..<100).map { Int32($0) }))
    #expect(
      try tree.read("record.y", entries: 31..<33, team: team)
        == Column(entries: 31..<33, values: .double([31, 62, 32, 64]), dimensions: [2]))
  }

  @Test func matricesKeepTheirOrder() throws {
    let tree = try Fixture.table("tree-zstd.root", "dir/tree")
    let column = try tree.read("mat", entries: 50..<51, team: team)
    #expect(column.dimensions == [2, 3])
    #expect(column.values == .double([50, 150, 250, 350, 450, 550]))
  }

  @Test func rangesOfDouble32AreRead() throws {
    let tree = try Fixture.table("tree-zstd.root", "dir/tree")
    #expect(try tree.read("packed", team: team).values == .double((0..<100).map { Double($0) }))
  }

  @Test func boolsInVectorsAreRead() throws {
    let column = try Fixture.table("tree-lz4.root", "dir/tree").read("vb", team: team)
    #expect(column.values == .bool((0..<100).flatMap { entry in (0..<entry % 3).map { $0 == 1 } }))
  }

  @Test func descriptionsSayWhatIsThere() throws {
    let tree = try Fixture.table("tree-zlib.root", "dir/tree")
    let pairs = try tree.column("pairs")
    #expect(pairs.typeName == "int16" && pairs.depth == 1 && pairs.dimensions == [2])
    #expect(pairs.shapeDescription == "list of int16[2]")
    #expect(pairs.storage.compression == .zlib && pairs.storage.uncompressedBytes > 0)
    #expect(try tree.column("vs").typeName == "vector<string>")
    #expect(tree.className == "TTree" && tree.refused.isEmpty)
  }

  @Test func friendsStandBesideTheTree() throws {
    let file = try ROOTFile(Fixture.path("friends.root"))
    let table = try file.tableWithFriends("main")
    #expect(table.columns.map(\.name) == ["x", "other.x", "y"])
    #expect(try table.read("x", team: team).values == .float((0..<10).map { Float($0) }))
    #expect(try table.read("other.x", team: team).values == .float((0..<10).map { 2 * Float($0) }))
    #expect(try table.read("y", entries: 3..<4, team: team).values == .float([6]))
  }

  @Test func chainsReadFilesAsOne() throws {
    let chain = try TableChain(Fixture.trees.map { try Fixture.table($0, "dir/tree") })
    #expect(chain.entries == 500)
    let flat = try chain.read("i4", entries: 95..<310, team: team)
    #expect(flat.entries == 95..<310)
    #expect(flat.values == .int32((95..<310).map { Int32(-100_000 * ($0 % 100)) }))
    let jagged = try chain.read("v", entries: 95..<310, team: team)
    #expect(jagged.offsets == [(95..<310).map { $0 % 100 % 3 }.bounds])
    #expect(try chain.read("v", entries: 0..<0, team: team).values.count == 0)
  }

  @Test func chainsOfDifferentTablesAreRefused() throws {
    let tables = [
      try Fixture.table("friends.root", "other"), try Fixture.table("friends.root", "main"),
    ]
    #expect(throws: WinnowError.self) { try TableChain(tables) }
  }

  @Test func windowsCoverTheTable() throws {
    let tree = try Fixture.table("tree-none.root", "dir/tree")
    let windows = tree.windows(of: tree.columns, bytes: 5000)
    #expect(windows.count > 3)
    #expect(windows.flatMap { Array($0) } == Array(0..<100))
  }
}
