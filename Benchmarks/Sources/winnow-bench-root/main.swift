// Reads ROOT files for the comparison with uproot and ROOT: `winnow-bench-root dump FILE DIR` writes all
// columns as raw bytes with an index, `winnow-bench-root copy` writes them to a new file, and
// `winnow-bench-root time FILE TABLE THREADS [COLUMN…]` measures.

import Foundation
import WinnowCore
import WinnowKernels
import WinnowROOT

let arguments = CommandLine.arguments
do {
  switch (arguments.dropFirst().first, arguments.count) {
  case ("dump", 4): try Dump(file: arguments[2], directory: arguments[3]).run()
  case ("copy", 6):
    try Copy(
      file: arguments[2], table: arguments[3], output: arguments[4], compression: arguments[5]
    ).run()
  case ("time", 5...):
    try Timing(
      file: arguments[2], table: arguments[3], threads: Int(arguments[4]) ?? 1,
      columns: Array(arguments.dropFirst(5))
    ).run()
  default:
    print("usage: winnow-bench-root dump FILE DIR | copy FILE TABLE OUTPUT COMPRESSION")
    print("       | time FILE TABLE THREADS [COLUMN…]")
    exit(64)
  }
} catch let error as WinnowError {
  print("error: \(error)")
  exit(error.kind.exitCode)
}
