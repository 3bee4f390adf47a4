import Testing
import WinnowAnalysis
import WinnowCore
import WinnowMath
import WinnowTestSupport

/// Any method of the catalogue on a regression or on three classes, each with a known optimum.
struct TaskBench: Sendable, CustomTestStringConvertible {
  let method: Method
  let task: LearnerTraits.Task

  static let all = [LearnerTraits.Task.regression, .multiclass].flatMap { task in
    Catalog.methods.filter { $0.traits.tasks.contains(task) }.map { TaskBench(method: $0, task: task) }
  }

  var testDescription: String { "\(method.identifier), \(task.rawValue)" }
  var train: Sample { task == .regression ? Self.plane.train : Self.classes.train }
  var test: Sample { task == .regression ? Self.plane.test : Self.classes.test }

  private static let plane = (train: plane(events: 2500, seed: 1), test: plane(events: 2000, seed: 2))
  private static let classes = (train: classes(events: 2400, seed: 1), test: classes(events: 2400, seed: 2))

  /// y = 3 + 2x₀ − x₁ + ½x₂ + 0.3 z: the best RMS is 0.3, that of the mean 1.32.
  static func plane(events: Int, seed: UInt64) -> Sample {
    var random = CounterRandom(seed: seed, stream: 11)
    var columns = [[Float]](repeating: [], count: 3), target: [Float] = []
    for _ in 0..<events {
      let x = (0..<3).map { _ in 2 * random.uniform() - 1 }
      for j in 0..<3 { columns[j].append(Float(x[j])) }
      target.append(Float(3 + 2 * x[0] - x[1] + 0.5 * x[2] + 0.3 * random.normal()))
    }
    return Sample(
      schema: Schema(names: ["x0", "x1", "x2"]), columns: columns,
      weights: [Double](repeating: 1, count: events),
      truth: .targets(names: ["y"], values: [target]))
  }

  private static let centres: [[Double]] = [[0, 0, 0], [2, 0, 0], [0, 2, 0]]

  /// Unit Gaussians 2, 2 and 2√2 apart: the nearest centre is right in about 78 % of events.
  static func classes(events: Int, seed: UInt64) -> Sample {
    var random = CounterRandom(seed: seed, stream: 12)
    var columns = [[Float]](repeating: [], count: 3)
    for event in 0..<events {
      for j in 0..<3 { columns[j].append(Float(centres[event % 3][j] + random.normal())) }
    }
    return Sample(
      schema: Schema(names: ["x0", "x1", "x2"]), columns: columns,
      weights: [Double](repeating: 1, count: events),
      truth: .classes(names: ["a", "b", "c"], labels: (0..<events).map { UInt8($0 % 3) }))
  }

  /// Settings that keep the suite quick, by the names that mean the same in every method.
  private var settings: Setting {
    let quick: [(String, Setting)] = [("epochs", 15), ("trees", 60)]
    let options = Set(method.manual.map(\.name))
    return Setting(.table(quick.filter { options.contains($0.0) }.map { .init($0.0, $0.1) }))
  }

  func train(on sample: Sample? = nil, threads: Int = 1) throws -> TrainedClassifier {
    try TrainedClassifier.train(
      method: method.identifier, settings: settings, on: sample ?? train,
      in: RunContext(seed: 7, threads: threads))
  }

  func scores(
    _ classifier: TrainedClassifier, _ sample: Sample? = nil, threads: Int = 1
  ) throws -> [[Float]] {
    try classifier.scores(for: sample ?? test, threads: threads).values
  }

  /// How far the method is from knowing nothing (0) to the optimum (1): by the RMS of a regression, by the
  /// fraction of right decisions of three classes.
  func quality(_ scores: [[Float]]) -> Double {
    guard case .targets(_, let values) = test.truth else {
      let labels = test.labels ?? []
      let right = labels.indices.count { row in
        scores.indices.allSatisfy { scores[$0][row] <= scores[Int(labels[row])][row] }
      }
      return (Double(right) / Double(labels.count) - 1.0 / 3) / (0.78 - 1.0 / 3)
    }
    let squares = zip(scores[0], values[0]).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
    return (1.32 - (squares / Double(test.count)).squareRoot()) / (1.32 - 0.3)
  }
}
