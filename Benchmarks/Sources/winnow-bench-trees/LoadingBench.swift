import Foundation
import WinnowAnalysis
import WinnowCore

/// From a model file to a classifier that is ready to score: reading, checking, laying out.
struct LoadingBench {
  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run() throws {
    let url = URL(fileURLWithPath: arguments.files[1])
    try ModelFile.encode(train()).write(to: url)
    let repeats = arguments.integer("repeats", 21)
    let times = try (0..<repeats).map { _ in try seconds { _ = try ModelFile.read(url) } }
    let processor = try (0..<repeats).map { _ in
      try processorSeconds { _ = try ModelFile.read(url) }
    }
    try report([
      "load_seconds": median(times), "first_load_seconds": times[0],
      "load_processor_seconds": median(processor),
      "model_bytes": Double(try Data(contentsOf: url).count),
    ])
  }

  private func train() throws -> TrainedClassifier {
    let file = try ColumnFile(
      arguments.files[0], features: arguments.features, rows: arguments.integer("rows", 100_000))
    let schema = Schema((0..<arguments.features).map { Feature("x\($0)") })
    let sample = Sample(
      schema: schema, columns: file.inputs, weights: Array(repeating: 1, count: file.labels.count),
      truth: .classes(names: ["signal", "background"], labels: file.labels.map { $0 > 0.5 ? 0 : 1 }))
    return try TrainedClassifier.train(
      method: "BDT",
      settings: .table([
        "trees": Setting(.integer(arguments.integer("trees", 1000))),
        "max_leaves": Setting(.integer(arguments.integer("leaves", 31))), "early_stopping": 0,
      ]), on: sample, in: RunContext(threads: arguments.threads))
  }
}
