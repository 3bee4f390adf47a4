// Builds an index and searches it, points and queries read from raw float32 files, row by row; prints
// the times in seconds (load: the index as it was stored) as one line of JSON and writes the indices as
// int32. Used by neighbours.py, with a number of seconds that only peers need.
//
//   winnow-bench-neighbours POINTS QUERIES INDICES dimensions k threads [seconds]

import Foundation
import WinnowKernels
import WinnowNeighbours

/// `[dimension][row]` of a raw file.
func readColumns(_ path: String, dimensions: Int) throws -> [[Float]] {
  let bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
  let rows = bytes.count / 4 / dimensions
  return bytes.withUnsafeBytes { raw in
    (0..<dimensions).map { j in
      (0..<rows).map { row in
        raw.loadUnaligned(fromByteOffset: (row * dimensions + j) * 4, as: Float.self)
      }
    }
  }
}

let words = CommandLine.arguments
guard words.count == 7 || words.count == 8, let dimensions = Int(words[4]), let k = Int(words[5]),
  let threads = Int(words[6])
else {
  print("usage: winnow-bench-neighbours POINTS QUERIES INDICES dimensions k threads [seconds]")
  exit(64)
}
let points = try readColumns(words[1], dimensions: dimensions)
let queries = try readColumns(words[2], dimensions: dimensions)
let clock = ContinuousClock()
let start = clock.now
let index = try NeighbourIndex(points, threads: threads)
let built = clock.now
let table = try index.nearest(k, to: queries, threads: threads)
let searched = clock.now
let indices = table.entries.map(\.index)
try indices.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: words[3])) }
let stored = index.archive()
let reloading = clock.now
let again = try NeighbourIndex(from: stored, dimensions: dimensions)
let load = (clock.now - reloading) / .seconds(1)
let build = (built - start) / .seconds(1), query = (searched - built) / .seconds(1)
print("{\"build\": \(build), \"query\": \(query), \"load\": \(load), \"points\": \(again.count)}")
