import ArgumentParser
import Foundation
import WinnowAnalysis

struct Compare: Command {
  static let configuration = CommandConfiguration(
    abstract: "Put the methods of several runs into one table and one report.")

  @Argument(help: "Two or more run folders.")
  var folders: [String]

  @Option(name: .shortAndLong, help: "The folder for the report.")
  var output = "runs/comparison"

  func validate() throws {
    if folders.count < 2 { throw ValidationError("name at least two run folders") }
  }

  func execute() throws {
    try Reporting.compare(
      folders.map { RunFolder(URL(argument: $0)) }, into: URL(argument: output))
  }
}
