import Foundation
import Testing
import WinnowCore
import WinnowROOT

/// Real files, where the folder with them is there.
@Suite(.enabled(if: Fixture.sharedData != nil)) struct SharedDataTests {
  private func path(_ name: String) -> String {
    (Fixture.sharedData ?? Fixture.folder).appendingPathComponent(name).path
  }

  private static let settings = ["none", "zlib1", "zlib9", "lzma8", "lz4_4", "zstd5"]

  @Test func filesOfOneContentReadAlike() throws {
    for (content, object) in [("class", "TreeS"), ("class", "TreeB"), ("jagged", "Events")] {
      let first = try ROOTFile(path("\(content)_ttree_none.root")).table(object)
      for kind in ["ttree", "rntuple"] {
        for setting in Self.settings {
          let table = try ROOTFile(path("\(content)_\(kind)_\(setting).root")).table(object)
          #expect(table.entries == first.entries)
          for column in first.columns {
            let read = try table.read(column.name, team: team)
            let wanted = try first.read(column.name, team: team)
            // The sizes of lists are signed in trees and unsigned in ntuples.
            let isEqual = read == wanted || column.name == "n" && read.values.doubles == wanted.values.doubles
            #expect(isEqual, "\(content) \(kind) \(setting) \(column.name)")
          }
        }
      }
    }
  }

  /// Every table opens, and every column that is listed can be read or is refused with its name.
  @Test func allFilesAreReadOrRefused() throws {
    let team = team
    let files = try FileManager.default.contentsOfDirectory(
      atPath: (Fixture.sharedData ?? Fixture.folder).path
    ).filter { $0.hasSuffix(".root") }
    #expect(files.count >= 100)
    var columns = 0, faults = 0
    for name in files.sorted() {
      let file = try ROOTFile(path(name))
      for object in try file.listing() where object.isTable {
        let table = try file.table(object.path)
        for refusal in table.refused { #expect(!refusal.reason.isEmpty) }
        for column in table.columns {
          columns += 1
          do {
            let rows = 0..<min(table.entries, 2000)
            let read = try table.read(column, entries: rows, team: team)
            #expect(read.offsets.count == column.depth)
          } catch { faults += 1 }
        }
      }
    }
    #expect(columns > 7000)
    #expect(faults <= 11)  // the bitsets of one file, which its program stored without bytes
  }

  /// A file of TMVA 4.1.2: its tables, and sums of columns as uproot 5.7 reads them.
  @Test func theOutputOfTMVAIsRead() throws {
    let file = try ROOTFile(path("../tmva-outputs/tmva-4.1.2-class/TMVA.root"))
    let tables = try file.listing().filter(\.isTable).map(\.path)
    #expect(Set(tables) == ["Method_BDT/BDT/MonitorNtuple", "TestTree", "TrainTree"])
    let table = try file.table("TestTree")
    #expect(table.entries == 6000)
    for (column, sum) in [("BDT", -92.5934), ("weight", 6014.19696), ("prob_LD", 3275.06094)] {
      let read = try #require(try table.read(column, team: team).values.doubles)
      #expect(abs(read.reduce(0, +) - sum) < 1e-4 * abs(sum))
    }
  }

  @Test func objectsAreRefusedWithBranchAndType() throws {
    let table = try ROOTFile(path("uproot-small-evnt-tree-nosplit.root")).table("tree")
    #expect(throws: WinnowError.self) { try table.column("evt") }
    do { _ = try table.column("evt") } catch {
      #expect("\(error)".contains("“evt” of type Event is no column: it is an object"))
    }
  }
}
