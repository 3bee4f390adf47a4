import ArgumentParser
import Foundation
import WinnowAnalysis

struct Generate: Command {
  static let configuration = CommandConfiguration(
    abstract: "Generate events of a toy with known truth.",
    discussion: "The toys and their options: winnow describe, winnow describe TOY.")

  @Argument(help: "The toy, such as higgs or calorimeter.")
  var toy: String

  @Option(help: "How many events, of all classes together.")
  var events: Int = 100_000

  @Option(help: "Seed.")
  var seed: UInt64 = 1

  @Option(name: .shortAndLong, help: "FILE.h5, FILE.root, FILE.npz, FILE.npy or FILE.csv to write.")
  var output: String

  @Option(name: .customLong("set"), help: "An option of the toy, as name=value; repeatable.")
  var options: [String] = []

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if !(2...1_000_000_000).contains(events) {
      throw ValidationError("--events must be in 2 … 1000000000; got \(events)")
    }
  }

  func execute() throws {
    let generation = Generation(
      toy: toy, options: options, events: events, seed: seed, output: output,
      threads: threads.count)
    try generation.execute()
  }
}
