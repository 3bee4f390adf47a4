import Foundation
import WinnowCore
import WinnowTrees

/// Trains a forest and applies it.
struct TrainingBench {
  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run() throws {
    var figures: [String: Double] = [:]
    let forest = try train(&figures)
    let test = try ColumnFile(arguments.files[1], features: arguments.features)
    let events = Double(test.labels.count)
    var scores: [Float] = []
    let all = seconds { scores = forest.scores(of: test.inputs, threads: arguments.threads) }
    figures["apply_ns_per_event"] = all / events * 1e9
    let alone = (0..<arguments.integer("repeats", 5)).map { _ in
      processorSeconds { scores = forest.scores(of: test.inputs, threads: 1) }
    }
    figures["apply_alone_ns_per_event"] = median(alone) / events * 1e9
    try scores.withUnsafeBytes { Data($0) }.write(to: URL(fileURLWithPath: arguments.files[2]))
    try report(figures)
  }

  /// The training events are gone when it returns.
  private func train(_ figures: inout [String: Double]) throws -> Forest {
    let train = try ColumnFile(arguments.files[0], features: arguments.features)
    let sample = BoostingSample(
      columns: train.inputs, targets: train.labels,
      weights: Array(repeating: 1, count: train.labels.count))
    let times = TreeTimes()
    let context = RunContext(threads: arguments.threads, progress: times)
    var forest: Forest?
    var elapsed = 0.0
    figures["train_processor_seconds"] = try processorSeconds {
      elapsed = try seconds {
        forest = try arguments.text("objective", "logistic") == "squared"
          ? GradientBoosting(loss: SquaredLoss(), options: arguments.options)
            .train(on: sample, in: context).forest
          : GradientBoosting(loss: LogisticLoss(), options: arguments.options)
            .train(on: sample, in: context).forest
      }
    }
    figures["train_seconds"] = elapsed
    figures["trees_seconds"] = times.seconds
    figures["peak_bytes"] = Double(peakMemory())
    guard let forest else { preconditionFailure("trained above") }
    return forest
  }
}
