import ArgumentParser
import Foundation
import WinnowAnalysis

struct Train: Command {
  static let configuration = CommandConfiguration(
    abstract: "Train and judge the methods of an analysis file.",
    discussion: """
      Writes a run folder: report.html, summary.json, plots, models, scores.h5, scores.root (the same \
      under TMVA's names: TestTree, TrainTree), log.txt. Exit codes follow sysexits: 0 done, 64 usage, \
      65 bad data, 66 no input, 73 cannot create, 78 bad configuration, 130 interrupted.
      """)

  @Argument(help: "The analysis file (YAML).")
  var analysis: String

  @Option(name: .shortAndLong, help: "The run folder; by default runs/NAME.")
  var output: String?

  @OptionGroup var threads: ThreadOptions

  @Option(help: "Seed of all random numbers in training.")
  var seed: UInt64 = 100

  @Flag(help: "Print tables and warnings only.")
  var quiet = false

  @Flag(help: "Go on with an interrupted run in the same folder.")
  var resume = false

  @Flag(help: "Replace a run that is in the folder.")
  var overwrite = false

  @Option(help: "Seconds between the states on disk that --resume goes on from.")
  var checkpointInterval: Double = 10

  func validate() throws {
    if !(checkpointInterval >= 0 && checkpointInterval < 1e9) {
      throw ValidationError("--checkpoint-interval must be in 0 … 1e9")
    }
    if resume && overwrite { throw ValidationError("--resume and --overwrite exclude each other") }
  }

  func execute() throws {
    let plan = try AnalysisPlan(file: URL(argument: analysis))
    let folder = RunFolder(URL(argument: output ?? "runs/\(plan.name)"))
    var options = TrainingRun.Options(
      seed: seed, threads: threads.count, quiet: quiet,
      start: resume ? .resume : overwrite ? .overwrite : .fresh)
    options.checkpointInterval = .seconds(checkpointInterval)
    let run = TrainingRun(plan: plan, folder: folder, options: options)
    let signals = InterruptSignals(run.cancellation)
    defer { signals.stop() }
    try run.execute()
  }
}
