import Foundation
import Testing
import WinnowCore
import WinnowLearners
import WinnowMath
import WinnowTrees

@Suite struct BDTTests {
  /// Two unit Gaussians, 1.5 apart in the first of two variables; signal is class 0.
  static func sample(_ count: Int, seed: UInt64 = 1) -> Sample {
    var random = CounterRandom(seed: seed)
    let labels = (0..<count).map { UInt8($0 % 2) }
    let x = labels.map { Float(random.normal() + ($0 == 0 ? 1.5 : 0)) }
    let y = labels.map { _ in Float(random.normal()) }
    return Sample(
      schema: Schema(names: ["x", "y"]), columns: [x, y],
      weights: Array(repeating: 1, count: count),
      truth: .classes(names: ["signal", "background"], labels: labels))
  }

  static func parameters(trees: Int = 20) -> BDTParameters {
    var parameters = BDTParameters()
    parameters.trees = trees
    parameters.maxLeaves = 8
    parameters.learningRate = 0.1
    return parameters
  }

  @Test func responseIsTheProbabilityOfSignal() throws {
    let training = Self.sample(8000), test = Self.sample(8000, seed: 2)
    let model = try BDT(Self.parameters(trees: 60)).train(
      on: training, validation: nil, in: RunContext())
    let response = try model.scores(for: test, threads: 2).response
    #expect(response.allSatisfy { $0 > 0 && $0 < 1 })
    // p(S | x) = 1 / (1 + exp(½ (x − 1.5)² − ½ x²)).
    let squares = zip(response, test.columns[0]).map { response, x in
      let exact = 1 / (1 + exp(0.5 * (x - 1.5) * (x - 1.5) - 0.5 * x * x))
      return Double((response - exact) * (response - exact))
    }
    #expect((squares.reduce(0, +) / 8000).squareRoot() < 0.05)
  }

  @Test func theArchiveKeepsAllBits() throws {
    let training = Self.sample(2000)
    let model = try BDT(Self.parameters()).train(on: training, validation: nil, in: RunContext())
    let restored = try BDTModel(from: model.archive(), schema: model.schema)
    #expect(restored.forest == model.forest)
    #expect(
      try restored.scores(for: training, threads: 1) == model.scores(for: training, threads: 2))
    #expect(throws: WinnowError.self) {
      try BDTModel(from: model.archive(), schema: Schema(names: ["x"]))
    }
  }

  @Test func validationStopsEarly() throws {
    var parameters = Self.parameters(trees: 2000)
    parameters.learningRate = 0.5
    parameters.earlyStopping = 4
    let model = try BDT(parameters).train(
      on: Self.sample(2000), validation: Self.sample(2000, seed: 3), in: RunContext())
    #expect(model.record.history.count < 2000)
    #expect(model.record.bestStep == model.forest.trees.count)
    #expect(model.record.stepName == "tree" && model.record.lossName == "log loss")
    #expect(abs(model.record.importance.reduce(0, +) - 1) < 1e-12)
  }

  @Test func theMinimumNodeSizeMayBeAFraction() throws {
    var parameters = Self.parameters(trees: 1)
    parameters.minNodeSize = 0.3
    parameters.subsample = 1
    let training = Self.sample(1000)
    let model = try BDT(parameters).train(on: training, validation: nil, in: RunContext())
    #expect(model.forest.trees[0].leafCount <= 3)
    let scores = model.forest.scores(of: training.columns, threads: 1)
    #expect(Dictionary(grouping: scores) { $0 }.values.allSatisfy { $0.count >= 300 })
  }

  @Test func settingsAreReadAndWritten() throws {
    let setting = Setting.table([
      "trees": 7, "max_leaves": 5, "growth": "depth_wise", "min_node_size": 0.025, "l2": 1,
    ])
    let parameters = try BDTParameters(reading: setting, owner: "methods.BDT")
    #expect(parameters.trees == 7 && parameters.growth == .depthWise)
    #expect(parameters.minNodeSize == 0.025)
    let again = try BDTParameters(reading: parameters.settings, owner: "methods.BDT")
    #expect(again == parameters)
    for rule in BDTParameters.rules {
      let invalid = try #require(rule.invalidExample)
      let wrong = Setting(.table([Setting.Entry(rule.name, invalid)]))
      #expect(throws: WinnowError.self) {
        try BDTParameters(reading: wrong, owner: "methods.BDT")
      }
    }
  }

  @Test func onlyTwoClassesWillDo() {
    let sample = Self.sample(100)
    let bare = Sample(schema: sample.schema, columns: sample.columns, weights: sample.weights)
    #expect(throws: WinnowError.self) {
      try BDT(BDTParameters()).train(on: bare, validation: nil, in: RunContext())
    }
  }
}
