import ArgumentParser
import Foundation
import WinnowAnalysis

struct Inspect: Command {
  static let configuration = CommandConfiguration(
    abstract: "List what a data file or a model file holds: objects, columns, types, rows, ranges.")

  @Argument(help: "FILE or FILE:OBJECT.")
  var file: String

  @Flag(help: "Read all columns for their ranges.")
  var ranges = false

  func execute() throws {
    print(try Inspection.text(of: file, ranges: ranges))
  }
}
