// Reads damaged copies of the ROOT files of a folder: each must be read or refused.
//
//   winnow-fuzz-root FOLDER [--inputs N] [--seconds S] [--seed S] [--first N]
//
// Input number N of a seed is always the same. A crash, or more than ten seconds for one input, ends the
// program; the number stands in the file `fuzz.number` of the working directory.

import Foundation
import WinnowKernels
import WinnowROOTDamage

/// The options that are given as pairs; nil where a name or a number is none.
func options(_ arguments: [String]) -> [String: Int]? {
  var found: [String: Int] = [:]
  for index in stride(from: 0, to: arguments.count, by: 2) {
    guard ["--inputs", "--seconds", "--seed", "--first"].contains(arguments[index]),
      index + 1 < arguments.count, let value = Int(arguments[index + 1]), value >= 0
    else { return nil }
    found[arguments[index]] = value
  }
  return found
}

guard let folder = CommandLine.arguments.dropFirst().first,
  let given = options(Array(CommandLine.arguments.dropFirst(2)))
else {
  print("usage: winnow-fuzz-root FOLDER [--inputs N] [--seconds S] [--seed S] [--first N]")
  exit(64)
}
let files = try DamagedFiles(of: folder, seed: UInt64(given["--seed"] ?? 1))
guard !files.isEmpty else {
  print("\(folder) holds no ROOT files")
  exit(66)
}
let note = open("fuzz.number", O_RDWR | O_CREAT, 0o644)
let team = ThreadTeam(threads: 1)
let clock = ContinuousClock()
let start = clock.now
let first = given["--first"] ?? 0
var number = first
var refused = 0
while number - first < given["--inputs"] ?? .max,
  number & 63 != 0 || clock.now - start < .seconds(given["--seconds"] ?? 1 << 30)
{
  let text = "\(number)\n"
  _ = pwrite(note, text, text.utf8.count, 0)
  alarm(10)
  if !DamagedFiles.reads(files[number], team) { refused += 1 }
  number += 1
  if number % 100_000 == 0 { print("\(number) inputs, \(clock.now - start)") }
}
print("\(number - first) inputs, \(refused) refused, in \(clock.now - start)")
