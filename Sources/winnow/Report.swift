import ArgumentParser
import Foundation
import WinnowAnalysis

struct Report: Command {
  static let configuration = CommandConfiguration(
    abstract: "Rebuild tables, plots and HTML from a run folder.")

  @Argument(help: "The run folder.")
  var folder: String

  func execute() throws {
    try Reporting.rebuild(RunFolder(URL(argument: folder)))
  }
}
