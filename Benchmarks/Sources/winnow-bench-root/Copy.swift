import Foundation
import WinnowCore
import WinnowKernels
import WinnowROOT

/// Copies the flat columns of a table into a new file, as a tree `tree` and an ntuple `ntuple`.
struct Copy {
  let file: String
  let table: String
  let output: String
  let compression: String

  func run() throws {
    let team = ThreadTeam(threads: 2)
    let table = try ROOTFile(file).table(table)
    let flat = table.columns.filter { $0.depth == 0 && $0.dimensions.isEmpty }
    let columns = try flat.map {
      OutputColumn(
        $0.name.replacing(".", with: "_"), try table.read($0.name, team: team).values)
    }
    let method = Compression.allCases.first { $0.name == compression } ?? .zstd
    let writer = try ROOTFileWriter(output, compression: CompressionSetting(method))
    try writer.addTree("tree", title: "a tree", columns: columns, team: team)
    try writer.addNTuple("ntuple", title: "an ntuple", columns: columns, team: team)
    try writer.close()
  }
}
