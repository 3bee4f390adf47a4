import Foundation
import Testing
import WinnowCore
import WinnowLearners
import WinnowMath
import WinnowNetworks

@Suite struct MLPPresetTests {
  /// The inputs on [−1, 1] by the ranges of the training events, as TMVA's `VarTransform=N`.
  static func normalized(_ sample: Sample, by training: Sample) -> Sample {
    let columns = zip(sample.columns, training.columns).map { column, reference in
      let low = reference.min() ?? 0, high = reference.max() ?? 1
      return column.map { 2 * ($0 - low) / (high - low) - 1 }
    }
    return sample.replacing(schema: sample.schema, columns: columns)
  }

  /// TMVA 4.2.0's areas on the same test events; that of MLPBFGS as published for this example.
  @Test(
    .enabled(if: BDTPresetTests.file != nil),
    arguments: [("MLP", 0.9254), ("MLPBFGS", 0.9246), ("MLPBNN", 0.9250)])
  func presetsReachTMVA(preset: String, tmva: Double) throws {
    let events = try BDTPresetTests.read("TrainTree")
    let training = Self.normalized(events, by: events)
    let test = Self.normalized(try BDTPresetTests.read("TestTree"), by: events)
    let parameters = try MLPTests.read(.table(["preset": .init(.text(preset))]))
    let model = try MLP(parameters).train(on: training, validation: nil, in: RunContext(threads: 2))
    let area = BDTPresetTests.area(try model.scores(for: test, threads: 2).response, test)
    #expect(area >= tmva, "the area is \(area)")
  }

  @Test(arguments: MLPPreset.allCases)
  func otherOptionsChangeAPresetWhereverTheyStand(_ preset: MLPPreset) throws {
    let name = Setting(.text(preset.rawValue))
    let settings: [Setting] = [
      .table(["preset": name, "epochs": 7]), .table(["epochs": 7, "preset": name]),
    ]
    for setting in settings {
      let parameters = try MLPTests.read(setting)
      #expect(parameters.training.epochs == 7 && parameters.preset == preset)
      #expect(try MLPTests.read(parameters.settings).settings == parameters.settings)
      #expect(parameters.training.bayesianRegulator == (preset == .bayesian))
    }
  }

  @Test func optionsWithoutMeaningAreErrors() {
    for name in ["l1", "gradient_clipping", "weight_averaging"] {
      let error = #expect(throws: WinnowError.self) {
        let setting = Setting(.table([
          Setting.Entry("preset", "MLPBFGS"), Setting.Entry(name, 0.5),
        ]))
        return try MLP(MLPTests.read(setting)).train(
          on: LinearToyEvents.sample(50, seed: 1), validation: nil, in: RunContext())
      }
      #expect(error?.message == "\(name) does not go with the optimizer bfgs")
    }
  }

  @Test func newSettingsRoundTrip() throws {
    for (key, value) in [
      ("weight_averaging", 0.99), ("weight_averaging", .table(["last": 0.5])),
      ("learning_rate_decay", .table(["plateau": 0.5, "patience": 3])), ("loss", "huber"),
    ] as [(String, Setting)] {
      let read = try MLPTests.read(Setting(.table([Setting.Entry(key, value)])))
      #expect(read.settings[key] == value)
    }
  }
}

/// The problems of the neural-network playground.
@Suite struct PlaygroundTests {
  struct Problem: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let point: @Sendable (inout CounterRandom) -> (x: Double, y: Double, isSignal: Bool)
  }

  static let problems = [
    Problem(testDescription: "circle") { random in
      let (x, y) = (6 * random.uniform() - 3, 6 * random.uniform() - 3)
      return (x, y, x * x + y * y < 4)
    },
    Problem(testDescription: "xor") { random in
      let (x, y) = (6 * random.uniform() - 3, 6 * random.uniform() - 3)
      return (x, y, x * y > 0)
    },
    Problem(testDescription: "spiral") { random in
      let isSignal = random.uniform() < 0.5
      let radius = 3 * random.uniform()
      let angle = 1.75 * 2 * Double.pi * radius / 3 + (isSignal ? 0 : Double.pi)
      return (radius * sin(angle), radius * cos(angle), isSignal)
    },
  ]

  static func sample(_ problem: Problem, _ count: Int, seed: UInt64) -> Sample {
    var random = CounterRandom(seed: seed)
    let points = (0..<count).map { _ in problem.point(&random) }
    return Sample(
      schema: Schema(names: ["x", "y"]),
      columns: [points.map { Float($0.x) }, points.map { Float($0.y) }],
      weights: Array(repeating: 1, count: count),
      truth: .classes(names: ["blue", "orange"], labels: points.map { $0.isSignal ? 0 : 1 }))
  }

  @Test(arguments: problems)
  func areSolvedToNinetyNinePercent(_ problem: Problem) throws {
    let training = Self.sample(problem, 4000, seed: 1), test = Self.sample(problem, 4000, seed: 2)
    let parameters = try MLPTests.read(
      .table([
        "activation": "relu", "hidden": [64, 64, 32], "epochs": 150, "batch": 64, "l2": 0,
        "early_stopping": 0,
      ]))
    let model = try MLP(parameters).train(
      on: training, validation: Self.sample(problem, 1000, seed: 3), in: RunContext(threads: 2))
    let response = try model.scores(for: test, threads: 2).response
    let right = zip(response, test.labels ?? []).count { ($0 > 0.5) == ($1 == 0) }
    #expect(right > 3960, "\(right) of 4000")
  }
}
