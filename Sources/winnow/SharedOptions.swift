import ArgumentParser
import Foundation
import WinnowAnalysis

/// The options that commands which compute have in common.
struct ThreadOptions: ParsableArguments {
  @Option(
    name: .long,
    help: "How many threads to use; by default those that the job was given.")
  var threads: Int?

  var count: Int { threads ?? ThreadBudget.ofJob() }

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be in 1 … 1024; got \(threads)")
    }
  }
}

extension URL {
  /// A path from the command line, relative to the current folder.
  init(argument: String) { self.init(fileURLWithPath: argument) }
}
