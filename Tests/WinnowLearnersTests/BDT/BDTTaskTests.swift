import Foundation
import Testing
import WinnowCore
import WinnowLearners
import WinnowMath
import WinnowTrees

/// Several classes, and regression.
@Suite struct BDTTaskTests {
  /// Unit Gaussians around the corners of a triangle of side 2.
  static func classes(_ count: Int, seed: UInt64 = 1) -> Sample {
    let corners = [(0.0, 0.0), (2.0, 0.0), (1.0, 3.0.squareRoot())]
    var random = CounterRandom(seed: seed)
    let labels = (0..<count).map { UInt8($0 % 3) }
    return Sample(
      schema: Schema(names: ["x", "y"]),
      columns: [
        labels.map { Float(random.normal() + corners[Int($0)].0) },
        labels.map { Float(random.normal() + corners[Int($0)].1) },
      ],
      weights: labels.map { _ in 1 }, truth: .classes(names: ["a", "b", "c"], labels: labels))
  }

  /// Two targets with noise of standard deviation 0.1: sin x and e^(y / 2).
  static func targets(_ count: Int, seed: UInt64 = 1) -> Sample {
    var random = CounterRandom(seed: seed)
    let x = (0..<count).map { _ in Float(6 * random.uniform()) }
    let y = (0..<count).map { _ in Float(4 * random.uniform()) }
    return Sample(
      schema: Schema(names: ["x", "y"]), columns: [x, y], weights: x.map { _ in 1 },
      truth: .targets(
        names: ["s", "e"],
        values: [
          x.map { sin($0) + 0.1 * Float(random.normal()) },
          y.map { exp($0 / 2) + 0.1 * Float(random.normal()) },
        ]))
  }

  static func parameters(_ text: KeyValuePairs<String, Setting>) throws -> BDTParameters {
    var parameters = try BDTParameters(reading: .table(text), owner: "methods.BDT")
    parameters.trees = 60
    if parameters.boosting == .gradient { parameters.learningRate = 0.1 }
    return parameters
  }

  static func accuracy(_ scores: Scores, _ sample: Sample) throws -> Double {
    let labels = try #require(sample.labels)
    let right = labels.indices.count { event in
      let shares = scores.values.map { $0[event] }
      return shares.allSatisfy { $0 <= shares[Int(labels[event])] }
    }
    return Double(right) / Double(sample.count)
  }

  /// The best that can be done.
  static func nearestCornerAccuracy(_ sample: Sample) throws -> Double {
    let corners: [(Float, Float)] = [(0, 0), (2, 0), (1, Float(3).squareRoot())]
    let nearness = corners.map { corner in
      zip(sample.columns[0], sample.columns[1]).map { x, y in
        -(x - corner.0) * (x - corner.0) - (y - corner.1) * (y - corner.1)
      }
    }
    return try accuracy(Scores(outputs: ["a", "b", "c"], values: nearness), sample)
  }

  static func deviation(_ found: [Float], _ expected: [Float]) -> Double {
    let sum = zip(found, expected).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
    return (sum / Double(found.count)).squareRoot()
  }

  @Test(arguments: BDTBoosting.allCases.filter { $0 != .adaBoostR2 })
  func severalClasses(boosting: BDTBoosting) throws {
    let training = Self.classes(3000), test = Self.classes(3000, seed: 2)
    let parameters = try Self.parameters(["boosting": .init(.text(boosting.rawValue))])
    let model = try BDT(parameters).train(on: training, validation: test, in: RunContext(threads: 2))
    let scores = try model.scores(for: test, threads: 1)
    #expect(scores.outputs == ["a", "b", "c"])
    for event in 0..<test.count {
      #expect(abs(scores.values.reduce(0) { $0 + $1[event] } - 1) < 1e-5)
    }
    #expect(try Self.accuracy(scores, test) > Self.nearestCornerAccuracy(test) - 0.03)
    let restored = try BDTModel(from: model.archive(), schema: model.schema)
    #expect(try restored.scores(for: test, threads: 2) == scores)
    #expect(abs(model.record.importance.reduce(0, +) - 1) < 1e-9)
  }

  @Test(arguments: [BDTBoosting.gradient, .adaBoostR2, .bagging, .randomForest, .extraTrees])
  func severalTargets(boosting: BDTBoosting) throws {
    let training = Self.targets(3000), test = Self.targets(1000, seed: 2)
    let parameters = try Self.parameters(
      ["boosting": .init(.text(boosting.rawValue)), "max_leaves": 64, "min_node_size": 5])
    let model = try BDT(parameters).train(on: training, validation: test, in: RunContext(threads: 2))
    let scores = try model.scores(for: test, threads: 1)
    guard case .targets(_, let values) = test.truth else { return }
    #expect(scores.outputs == ["s", "e"])
    let limits = boosting == .extraTrees || boosting == .randomForest ? (0.25, 0.6) : (0.15, 0.3)
    #expect(Self.deviation(scores.values[0], values[0]) < limits.0)
    #expect(Self.deviation(scores.values[1], values[1]) < limits.1)
    let restored = try BDTModel(from: model.archive(), schema: model.schema)
    #expect(try restored.scores(for: test, threads: 2) == scores)
  }

  /// Each loss that regression allows, on targets above 0.
  @Test(arguments: [
    "automatic", "squared", "absolute", "huber", "quantile", "poisson", "gamma", "tweedie",
  ])
  func everyLossOfTargets(loss: String) throws {
    func positive(_ sample: Sample) -> Sample {
      guard case .targets(_, let values) = sample.truth else { return sample }
      return Sample(
        schema: sample.schema, columns: sample.columns, weights: sample.weights,
        truth: .targets(names: ["e"], values: [values[1]]))
    }
    let training = positive(Self.targets(3000)), test = positive(Self.targets(1000, seed: 2))
    let parameters = try Self.parameters(["loss": .init(.text(loss))])
    let model = try BDT(parameters).train(on: training, validation: test, in: RunContext())
    let exact = test.columns[1].map { exp($0 / 2) }
    let scores = try model.scores(for: test, threads: 1)
    #expect(Self.deviation(scores.values[0], exact) < 0.15)
    let restored = try BDTModel(from: model.archive(), schema: model.schema)
    #expect(try restored.scores(for: test, threads: 2) == scores)
  }

  @Test func theQuantileOfTheLossIsMet() throws {
    let training = Self.targets(4000), test = Self.targets(4000, seed: 2)
    let parameters = try Self.parameters(["loss": "quantile", "alpha": 0.9])
    let model = try BDT(parameters).train(on: training, validation: nil, in: RunContext())
    guard case .targets(_, let values) = test.truth else { return }
    let found = try model.scores(for: test, threads: 1).values[0]
    let below = zip(values[0], found).count { $0 <= $1 }
    #expect(abs(Double(below) / 4000 - 0.9) < 0.03)
  }

  @Test func choicesThatTheTaskForbidsAreErrors() throws {
    func expectError(_ text: KeyValuePairs<String, Setting>, on sample: Sample, _ words: String) throws {
      let parameters = try Self.parameters(text)
      let error = #expect(throws: WinnowError.self) {
        try BDT(parameters).train(on: sample, validation: nil, in: RunContext())
      }
      #expect(error?.kind == .badConfiguration && error?.message.contains(words) == true)
    }
    let targets = Self.targets(100), classes = Self.classes(99)
    try expectError(["boosting": "adaboost"], on: targets, "gradient | adaboost_r2 | bagging")
    try expectError(["boosting": "adaboost_r2"], on: classes, "several classes")
    try expectError(["loss": "logistic"], on: targets, "squared | absolute | huber")
    try expectError(["loss": "exponential"], on: classes, "softmax")
    try expectError(["balance_classes": true], on: targets, "regression")
    try expectError(["loss": "squared", "delta": 2], on: targets, "loss: squared")
  }

  /// Fisher cuts and pruning by their options, kept in the archive.
  @Test func obliqueAndPrunedTreesAreKept() throws {
    let training = Self.classes(900), two = BDTTests.sample(900)
    let sum = zip(two.columns[0], two.columns[1]).map { $0 + 0.2 * $1 }
    let correlated = two.replacing(schema: two.schema, columns: [two.columns[0], sum])
    let settings: [KeyValuePairs<String, Setting>] = [
      ["boosting": "adaboost", "fisher_cuts": true, "fisher_correlation": 0.1],
      ["boosting": "bagging", "pruning": "expected_error", "prune_strength": 1],
      ["boosting": "real_adaboost", "pruning": "cost_complexity", "prune_strength": 0.001],
    ]
    for text in settings {
      for sample in [training, correlated] {
        var parameters = try Self.parameters(text)
        parameters.trees = 8
        let model = try BDT(parameters).train(on: sample, validation: nil, in: RunContext())
        let scores = try model.scores(for: sample, threads: 1)
        let restored = try BDTModel(from: model.archive(), schema: model.schema)
        #expect(try restored.scores(for: sample, threads: 2) == scores)
        let isPlain = sample.classNames.count == 2 && model.votes[0].combinations.isEmpty
        #expect(model.isOneForest == isPlain)
        #expect(model.cutNames.count == model.trees.count)
      }
    }
  }

  /// A class of three times the weight, balanced away, answers as if it had one.
  @Test func classesAreBalanced() throws {
    let sample = Self.classes(3000), labels = try #require(sample.labels)
    let heavy = sample.replacing(weights: labels.map { $0 == 2 ? 4 : 1 })
    var parameters = try Self.parameters(["balance_classes": true])
    parameters.subsample = 1
    let even = try BDT(parameters).train(on: sample, validation: nil, in: RunContext())
    let balanced = try BDT(parameters).train(on: heavy, validation: nil, in: RunContext())
    let one = try even.scores(for: sample, threads: 1), other = try balanced.scores(
      for: sample, threads: 1)
    for output in 0..<3 {
      #expect(Self.deviation(one.values[output], other.values[output]) < 0.02)
    }
  }

  @Test(arguments: NegativeWeights.allCases)
  func policiesForNegativeWeightsHoldForAllTasks(policy: NegativeWeights) throws {
    for (sample, boosting) in [
      (Self.classes(1200), BDTBoosting.realAdaBoost), (Self.targets(1200), .adaBoostR2),
    ] {
      let spoiled = sample.replacing(weights: (0..<1200).map { $0 % 12 == 0 ? -0.5 : 1 })
      var parameters = try Self.parameters(["negative_weights": .init(.text(policy.rawValue))])
      parameters.boosting = boosting
      parameters.learningRate = BDTParameters().learningRate
      parameters.trees = 5
      let model = try BDT(parameters).train(on: spoiled, validation: nil, in: RunContext())
      #expect(model.record.remarks.contains { $0.contains("100 events of negative weight") })
      let scores = try model.scores(for: spoiled, threads: 1)
      #expect(scores.values.allSatisfy { $0.allSatisfy(\.isFinite) })
    }
  }

  @Test func spoiledModelsAreErrors() throws {
    let model = try BDT(Self.parameters([:])).train(
      on: Self.classes(300), validation: nil, in: RunContext())
    func expectBadData(_ change: (inout Archive) -> Void) {
      var archive = model.archive()
      change(&archive)
      let error = #expect(throws: WinnowError.self) {
        try BDTModel(from: archive, schema: model.schema)
      }
      #expect(error?.kind == .badData)
    }
    expectBadData { $0.store("link", "vote") }
    expectBadData { $0.store("link", "sofmax") }
    expectBadData { $0.store("outputs", ["a", "a", "b"]) }
    expectBadData { $0.store("outputs", ["a", "b", "c", "d"]) }
  }
}
