import Foundation
import Testing
import WinnowCore
import WinnowROOT

@Suite struct FaultTests {
  private func fault(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch { return "\(error)" }
  }

  @Test func missingThingsAreNamedWithTheNearest() throws {
    #expect(fault { _ = try ROOTFile("/no/such.root") }.contains("there is no such file"))
    let file = try ROOTFile(Fixture.path("tree-zstd.root"))
    #expect(fault { _ = try file.table("dri/tree") }.contains("did you mean “dir”?"))
    #expect(fault { _ = try file.table("dir/trees") }.contains("did you mean “tree”?"))
    let table = try file.table("dir/tree")
    let text = fault { _ = try table.read("recodr.x", team: team) }
    #expect(text.contains("tree-zstd.root:dir/tree: there is no column “recodr.x”; did you mean “record.x”?"))
    #expect(fault { _ = try table.read("f", entries: 90..<101, team: team) }.contains("of 100"))
  }

  @Test func otherFilesAreNoROOTFiles() {
    #expect(
      fault { _ = try ROOTFile(name: "x.root", bytes: Data("hello, world".utf8)) }
        == "x.root: is no ROOT file: it does not begin with “root”")
    #expect(fault { _ = try ROOTFile(name: "x.root", bytes: Data()) }.contains("no ROOT file"))
  }

  @Test func truncatedFilesAreCalledSo() throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: Fixture.path("tree-zstd.root")))
    for size in [20, 63, 200, bytes.count / 2, bytes.count - 1] {
      let text = fault { _ = try ROOTFile(name: "x.root", bytes: bytes.prefix(size)) }
      #expect(text.contains("truncated") || text.contains("are left"), "\(size): \(text)")
    }
  }

  /// A file that its program did not close has no list of keys.
  @Test func filesThatWereNotClosedAreCalledSo() throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: Fixture.path("friends.root")))
    let begin = 100
    let nameSize = Int(bytes[28]) << 24 | Int(bytes[29]) << 16 | Int(bytes[30]) << 8 | Int(bytes[31])
    let keys = begin + nameSize + 10 + 16
    bytes.replaceSubrange(keys..<keys + 4, with: [0, 0, 0, 0])
    #expect(fault { _ = try ROOTFile(name: "x.root", bytes: bytes) }.contains("was not closed"))
  }

  /// TMVA leaves such directories beside its trees.
  @Test func directoriesWithoutAListOfKeysAreEmpty() throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: Fixture.path("tree-zstd.root")))
    let name = try #require(bytes.range(of: Data("TDirectory\u{3}dir\u{3}dir".utf8)))
    let keys = name.upperBound + 26
    bytes.replaceSubrange(keys..<keys + 4, with: [0, 0, 0, 0])
    let file = try ROOTFile(name: "x.root", bytes: bytes)
    #expect(try file.listing().isEmpty)
    #expect(fault { _ = try file.table("dir/tree") }.contains("there is no “tree” in directory “dir”"))
  }

  @Test func damagedBasketsAreErrors() throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: Fixture.path("tree-lz4.root")))
    let mark = try #require(bytes.range(of: Data("L4\u{1}".utf8)))
    bytes[mark.upperBound + 7] ^= 1  // in the checksum
    let file = try ROOTFile(name: "x.root", bytes: bytes)
    let table = try file.table("dir/tree")
    let texts = table.columns.map { column in fault { _ = try table.read(column.name, team: team) } }
    #expect(
      texts.contains { $0.contains("the lz4 data are damaged") && $0.contains("column “") }, "\(texts)")
  }

  @Test func damagedPagesAreErrors() throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: Fixture.path("ntuple-none.root")))
    let blob = try #require(bytes.range(of: Data("RBlob".utf8)))
    var damaged = bytes
    for place in stride(from: blob.upperBound + 40, to: blob.upperBound + 4000, by: 100) {
      damaged[place] ^= 1
    }
    let texts: [String]
    do {
      let table = try ROOTFile(name: "x.root", bytes: damaged).table("ntuple")
      texts = table.columns.map { column in fault { _ = try table.read(column.name, team: team) } }
    } catch { texts = ["\(error)"] }
    #expect(texts.contains { $0.contains("checksum") })
  }
}
