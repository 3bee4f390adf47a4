import Foundation
import Testing
import WinnowCore
import WinnowExpressions
import WinnowInput
import WinnowLearners
import WinnowMath
import WinnowTrees

/// TMVA's class example, where it is present: the split of TMVA 4.2.0, as its responses are kept.
@Suite struct BDTPresetTests {
  static let file: URL? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let shared = ProcessInfo.processInfo.environment["WINNOW_SHARED_DATA"]
      .map { URL(fileURLWithPath: $0) } ?? root.appendingPathComponent("../shared/data")
    let file = shared.appendingPathComponent("tmva-outputs/tmva-4.2.0-class/responses.root")
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
  }()

  /// - Parameter tree: “TrainTree” or “TestTree”.
  static func read(_ tree: String) throws -> Sample {
    let file = try #require(file)
    var request = SampleRequest(
      sources: [.init([FileReference(file: file.path, object: tree)])],
      features: ["myvar1", "myvar2", "var3", "var4"].map { Feature($0) })
    request.label = LabelRule(column: "classID", signal: ["0"], background: ["1"])
    request.weight = try Expression(parsing: "weight")
    return try load(request).sample
  }

  /// Σ_S Σ_B w_S w_B ([s > b] + ½ [s = b]) / Σ w_S Σ w_B.
  static func area(_ response: [Float], _ sample: Sample) -> Double {
    var sums: [Float: (signal: Double, background: Double)] = [:]
    for (event, score) in response.enumerated() {
      let isSignal = sample.labels?[event] == 0, weight = sample.weights[event]
      sums[score, default: (0, 0)].signal += isSignal ? weight : 0
      sums[score, default: (0, 0)].background += isSignal ? 0 : weight
    }
    var below = 0.0, area = 0.0, signal = 0.0
    for (_, sum) in sums.sorted(by: { $0.key < $1.key }) {
      area += sum.signal * (below + sum.background / 2)
      below += sum.background
      signal += sum.signal
    }
    return area / below / signal
  }

  /// x ↦ C^(−½) x with the mean of the two classes' covariances, as TMVA's decorrelation for all classes.
  static func decorrelated(_ sample: Sample, by training: Sample) throws -> Sample {
    let total = training.weights.reduce(0, +)
    let means = training.columns.map { column in
      zip(column, training.weights).reduce(0) { $0 + Double($1.0) * $1.1 } / total
    }
    let covariance = SymmetricMatrix(order: means.count) { i, j in
      training.weights.indices.reduce(0) { sum, event in
        sum + training.weights[event] * (Double(training.columns[i][event]) - means[i])
          * (Double(training.columns[j][event]) - means[j])
      } / total
    }
    let root = try #require(covariance.inverseSquareRoot())
    let points = sample.weights.indices.map { event in
      root * sample.columns.map { Double($0[event]) }
    }
    return sample.replacing(
      schema: sample.schema,
      columns: sample.columns.indices.map { column in points.map { Float($0[column]) } })
  }

  /// TMVA 4.2.0's areas on the same test events.
  @Test(
    .enabled(if: file != nil),
    arguments: [("BDT", 0.9031), ("BDTG", 0.9167), ("BDTB", 0.8500), ("BDTD", 0.9131)])
  func presetsReachTMVA(preset: String, tmva: Double) throws {
    var training = try Self.read("TrainTree"), test = try Self.read("TestTree")
    if preset == "BDTD" {
      test = try Self.decorrelated(test, by: training)
      training = try Self.decorrelated(training, by: training)
    }
    let parameters = try BDTParameters(
      reading: .table(["preset": .init(.text(preset))]), owner: "methods.BDT")
    let model = try BDT(parameters).train(on: training, validation: nil, in: RunContext(threads: 2))
    let area = Self.area(try model.scores(for: test, threads: 2).response, test)
    #expect(area >= tmva, "the area is \(area) with \(model.forest.trees.count) trees")
  }

  @Test func otherOptionsChangeAPresetWhereverTheyStand() throws {
    let settings: [Setting] = [
      .table(["preset": "BDT", "trees": 7]), .table(["trees": 7, "preset": "BDT"]),
    ]
    for setting in settings {
      let parameters = try BDTParameters(reading: setting, owner: "methods.BDT")
      #expect(parameters.trees == 7 && parameters.boosting == .adaBoost)
      #expect(parameters.maxDepth == 3 && parameters.preset == .adaBoost)
      let again = try BDTParameters(reading: parameters.settings, owner: "methods.BDT")
      #expect(again == parameters)
    }
  }

  @Test(arguments: BDTBoosting.allCases.filter { $0 != .adaBoostR2 })
  func everyBoostingLearnsAndIsKept(boosting: BDTBoosting) throws {
    var parameters = BDTTests.parameters(trees: 30)
    parameters.learningRate = BDTParameters().learningRate
    parameters.boosting = boosting
    let training = BDTTests.sample(4000), test = BDTTests.sample(4000, seed: 2)
    let model = try BDT(parameters).train(on: training, validation: test, in: RunContext())
    let scores = try model.scores(for: test, threads: 1)
    #expect(scores.response.allSatisfy { 0...1 ~= $0 })
    #expect(Self.area(scores.response, test) > 0.8)
    let restored = try BDTModel(from: model.archive(), schema: model.schema)
    #expect(try restored.scores(for: test, threads: 2) == scores)
  }

  @Test func optionsWithoutMeaningAreErrors() {
    let settings: [Setting] = [
      .table(["adaboost_beta": 0.2]), .table(["separation": "cross_entropy"]),
      .table(["boosting": "adaboost", "learning_rate": 0.2]),
      .table(["boosting": "bagging", "adaboost_beta": 0.2]),
      .table(["negative_weights": "inverse_boost"]), .table(["boosting": "adaboost_r2"]),
      .table(["loss": "squared"]), .table(["loss": "softmax"]), .table(["alpha": 0.3]),
      .table(["boosting": "bagging", "loss": "logistic"]), .table(["cost_ss": 0.5]),
      .table(["boosting": "bagging", "drop_rate": 0.1]), .table(["skip_drop": 0.1]),
      .table(["deviation_loss": "linear"]), .table(["fisher_cuts": true]),
      .table(["boosting": "bagging", "fisher_correlation": 0.5]),
      .table(["boosting": "random_forest", "fisher_cuts": true]),
      .table(["pruning": "expected_error"]), .table(["boosting": "bagging", "prune_strength": 1]),
    ]
    for setting in settings {
      let error = #expect(throws: WinnowError.self) {
        let parameters = try BDTParameters(reading: setting, owner: "methods.BDT")
        return try BDT(parameters).train(
          on: BDTTests.sample(100), validation: nil, in: RunContext())
      }
      #expect(error?.kind == .badConfiguration)
    }
  }

  @Test func theReportSaysWhatBecameOfNegativeWeights() throws {
    let sample = BDTTests.sample(1000)
    let spoiled = sample.replacing(weights: (0..<1000).map { $0 % 10 == 0 ? -1 : 1 })
    for policy in NegativeWeights.allCases where policy != .inverseBoost {
      var parameters = BDTTests.parameters(trees: 2)
      parameters.negativeWeights = policy
      let model = try BDT(parameters).train(on: spoiled, validation: nil, in: RunContext())
      #expect(model.record.remarks.contains { $0.contains("100 events of negative weight") })
    }
  }
}
