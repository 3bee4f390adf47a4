import ArgumentParser
import Foundation
import WinnowAnalysis

struct Apply: Command {
  static let configuration = CommandConfiguration(
    abstract: "Score the events of a file with a trained model.",
    discussion: """
      Columns are matched by name and expressions are evaluated as in training. Every row of the \
      input gets a row in the output, in the same order; the cuts of the analysis are not applied.
      """)

  @Argument(help: "The model file (.safetensors).")
  var model: String

  @Option(name: .shortAndLong, help: "The events: FILE or FILE:OBJECT; several files by repeating.")
  var input: [String]

  @Option(name: .shortAndLong, help: "Where to write the scores: FILE.h5, FILE.root, FILE.npz or FILE.csv.")
  var output: String

  @Option(help: "Prior fraction of signal for the signal probability.")
  var prior: Double = 0.5

  @Flag(help: "Also write the statistical error of each score, where the method has one (KNN, PDERS).")
  var errors = false

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if !(prior > 0 && prior < 1) { throw ValidationError("--prior must be between 0 and 1") }
  }

  func execute() throws {
    var application = Application(
      model: URL(argument: model), input: input, output: output, prior: prior,
      threads: threads.count)
    application.errors = errors
    try application.execute()
  }
}
