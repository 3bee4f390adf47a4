import Foundation
import WinnowCore
import WinnowKernels
import WinnowROOT

/// The wall time of opening a file and reading columns; all of them where none are named.
struct Timing {
  let file: String
  let table: String
  let threads: Int
  let columns: [String]

  func run() throws {
    let team = ThreadTeam(threads: threads)
    let clock = ContinuousClock()
    var values = 0
    var times: [Duration] = []
    for _ in 0..<5 {
      values = 0
      times.append(
        try clock.measure {
          let table = try ROOTFile(file).table(table)
          let names = columns.isEmpty ? table.columns.map(\.name) : columns
          for name in names { values += try table.read(name, team: team).values.count }
        })
    }
    let best = times.min().map { Double($0.components.attoseconds) * 1e-18 + Double($0.components.seconds) }
    print(values, times.sorted()[2] / .seconds(1), best ?? 0)
  }
}
