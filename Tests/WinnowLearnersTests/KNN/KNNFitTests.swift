import Foundation
import Testing
import WinnowCore
import WinnowLearners

/// What is made of the neighbours: planes, discriminants, errors, and the choice of k.
struct KNNFitTests {
  private static let columns: [[Float]] = [
    [0.2, -0.3, 0.5, -0.7, 0.1, -0.4, 50, 60], [-0.1, 0.4, 0.6, -0.2, 0.9, -0.8, 50, 60],
  ]
  private static let weights = [1, 2, 1, 0.5, 1, 1.5, 1, 1]

  private func model(
    _ truth: Truth, _ fit: KNNFit, columns: [[Float]] = columns, neighbors: Int = 6
  ) throws -> KNNModel {
    var parameters = KNNParameters()
    parameters.neighbors = neighbors
    parameters.scale = .none
    parameters.fit = fit
    let sample = Sample(
      schema: Schema(names: ["x", "y"]), columns: columns, weights: Self.weights, truth: truth)
    return try KNN(parameters).train(on: sample, validation: nil, in: RunContext())
  }

  private let origin = Sample(
    schema: Schema(names: ["x", "y"]), columns: [[0], [0]], weights: [1])
  private let classes = Truth.classes(
    names: ["signal", "background"], labels: [0, 0, 1, 1, 0, 1, 0, 1])

  /// numpy: solve(C, mS - mB) with the pooled weighted covariance, odds = log(wS/wB) - a @ (mS+mB)/2
  @Test func discriminant() throws {
    let score = try model(classes, .fisher).scores(for: origin, threads: 1).response[0]
    #expect(abs(score - 0.43498697) < 1e-6)
  }

  /// numpy: lstsq([1, x, y] √w, v √w)[0]
  @Test func plane() throws {
    let truth = Truth.targets(names: ["v"], values: [[1, 2, 4, 0, 3, -1, 9, 9]])
    let score = try model(truth, .linear).scores(for: origin, threads: 1).response[0]
    #expect(abs(score - 1.36435738) < 1e-5)
  }

  @Test func aPlaneIsFoundExactlyAlsoBesideTheData() throws {
    let values = zip(Self.columns[0], Self.columns[1]).map { 3 + 2 * $0 - $1 }
    let model = try model(.targets(names: ["v"], values: [values]), .linear)
    let beside = Sample(
      schema: model.schema, columns: [[2, -1], [-1, 2]], weights: [1, 1])
    let scores = try model.scores(for: beside, threads: 1).response
    #expect(abs(scores[0] - 8) < 1e-3 && abs(scores[1] + 1) < 1e-3, "\(scores)")
  }

  @Test func neighboursInOnePlaceGiveTheirAverage() throws {
    let truth = Truth.targets(names: ["v"], values: [[1, 2, 4, 0, 3, -1, 9, 9]])
    let columns = [[Float](repeating: 1, count: 8), [Float](repeating: 2, count: 8)]
    for fit in [KNNFit.average, .linear] {
      let score = try model(truth, fit, columns: columns).scores(for: origin, threads: 1).response
      #expect(score == [Float((1 + 4 + 4 + 0 + 3 - 1.5) / 7)])
    }
  }

  @Test func discriminantsNeedTwoClasses() {
    let error = #expect(throws: WinnowError.self) {
      try model(.targets(names: ["v"], values: [[1, 2, 4, 0, 3, -1, 9, 9]]), .fisher)
    }
    #expect(error?.kind == .badConfiguration)
  }

  /// Signal weights 1, 2, 1 of 7: y = 4/7, σ² = Σ w² (v − y)² / 49.
  @Test func errorOfTheMean() throws {
    let error = try model(classes, .average).errors(for: origin, threads: 1).response[0]
    let signal = 6.0 * 9 / 49, background = 3.5 * 16 / 49
    #expect(abs(Double(error) - sqrt((signal + background) / 49)) < 1e-7)
  }

  @Test(arguments: [KNNFit.linear, .fisher])
  func threadsDoNotMatter(fit: KNNFit) throws {
    var parameters = KNNParameters()
    parameters.fit = fit
    let sample = knnCloud(1500, inputs: 3), other = knnCloud(1200, inputs: 3, seed: 2)
    let model = try KNN(parameters).train(on: sample, validation: nil, in: RunContext())
    #expect(try model.scores(for: other, threads: 3) == model.scores(for: other, threads: 1))
    let again = try KNNModel(from: model.archive(), schema: model.schema)
    #expect(try again.scores(for: other, threads: 1) == model.scores(for: other, threads: 1))
  }

  @Test func theNumberOfNeighboursIsChosen() throws {
    var parameters = try KNNParameters(
      reading: .table(["neighbors": Setting(.list([2, 40, 1400]))]), owner: "KNN")
    let sample = knnCloud(1500, inputs: 2)
    let model = try KNN(parameters).train(on: sample, validation: nil, in: RunContext())
    #expect(model.record.remarks.first?.contains("40") == true, "\(model.record.remarks)")
    parameters = KNNParameters()
    parameters.neighbors = 40
    let plain = try KNN(parameters).train(on: sample, validation: nil, in: RunContext())
    #expect(model.archive() == plain.archive())
  }

  @Test func anEmptyChoiceIsRefused() {
    #expect(throws: WinnowError.self) {
      try KNNParameters(reading: .table(["neighbors": Setting(.list([]))]), owner: "KNN")
    }
  }
}
