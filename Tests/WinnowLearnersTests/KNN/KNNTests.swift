import Testing
import WinnowCore
import WinnowLearners

struct KNNTests {
  private func learner(_ neighbors: Int, _ change: (inout KNNParameters) -> Void = { _ in }) -> KNN {
    var parameters = KNNParameters()
    parameters.neighbors = neighbors
    parameters.scale = .none
    change(&parameters)
    return KNN(parameters)
  }

  private func train(_ learner: KNN, _ sample: Sample) throws -> KNNModel {
    try learner.train(on: sample, validation: nil, in: RunContext())
  }

  /// Signal at 0, 1, 2, background at 10, 11, 12; the response at 0 with k = 4 takes in 0, 1, 2, 10.
  private let line = knnSample([[0, 1, 2, 10, 11, 12]], labels: [0, 0, 0, 1, 1, 1])

  @Test func unitWeights() throws {
    let model = try train(learner(4), line)
    let scores = try model.scores(for: line, threads: 1)
    #expect(scores.response == [0.75, 0.75, 0.75, 0.25, 0.25, 0.25])
  }

  @Test func trainingEventsDoNotVoteForThemselves() throws {
    let model = try train(learner(3), line)
    let third = Float(1.0 / 3), thirds = Float(2.0 / 3)
    #expect(
      try model.trainingScores(for: line, threads: 1).response
        == [thirds, thirds, thirds, third, third, third])
  }

  @Test func weightsOfBothSigns() throws {
    let sample = line.replacing(weights: [2, -1, 3, 4, 1, 1])
    let model = try train(learner(4), sample)
    // at 0: signal 2 − 1 + 3 = 4 of 4 + 4; at 12: background 6, signal 3
    let response = try model.scores(for: line, threads: 1).response
    #expect(response[0] == 0.5)
    #expect(response[5] == Float(3.0 / 9))
  }

  @Test func fractionsAreLimitedAndFallBackToTheWhole() throws {
    let sample = line.replacing(weights: [-3, 1, 1, 5, 5, 1])
    let model = try train(learner(2), sample)
    let response = try model.scores(for: knnSample([[0, 2, 9]], labels: [0, 0, 0]), threads: 1)
    // at 0: Σw = −2 ≤ 0, so the whole sample's −1/10, limited to 0; at 2: 2/2; at 9: background
    #expect(response.response == [0, 1, 0])
    let positive = try train(learner(2), line.replacing(weights: [-3, 1, 5, 1, 1, 1]))
    #expect(
      try positive.scores(for: knnSample([[0]], labels: [0]), threads: 1).response == [0.5])
  }

  @Test func weightsCanBeTurnedOff() throws {
    let sample = line.replacing(weights: [2, -1, 3, 4, 1, 1])
    let model = try train(learner(4) { $0.weights = false }, sample)
    #expect(try model.scores(for: line, threads: 1).response[0] == 0.75)
  }

  @Test func weightZeroIsAbsent() throws {
    let sample = knnCloud(300, inputs: 3)
    let rows = (0..<300).filter { $0 % 3 != 0 }
    let zeroed = sample.replacing(
      weights: sample.weights.enumerated().map { $0 % 3 == 0 ? 0 : $1 })
    let kernel = learner(9) {
      $0.kernel = .polynomial
      $0.scale = .deviation
    }
    let a = try train(kernel, zeroed), b = try train(kernel, sample.selecting(rows))
    #expect(try a.scores(for: sample, threads: 1) == b.scores(for: sample, threads: 1))
    let own = try a.trainingScores(for: zeroed, threads: 1).response
    let others = try b.trainingScores(for: sample.selecting(rows), threads: 1).response
    #expect(rows.map { own[$0] } == others)
  }

  @Test(arguments: KNNKernel.allCases)
  func leaveOneOutEqualsTrainingWithoutTheEvent(kernel: KNNKernel) throws {
    let sample = knnCloud(120, inputs: 2), learner = learner(8) { $0.kernel = kernel }
    let scores = try train(learner, sample).trainingScores(for: sample, threads: 2).response
    for event in stride(from: 0, to: 120, by: 7) {
      let rest = sample.selecting((0..<120).filter { $0 != event })
      let alone = try train(learner, rest).scores(for: sample.selecting([event]), threads: 1)
      #expect(alone.response == [scores[event]])
    }
  }

  @Test(arguments: KNNKernel.allCases)
  func threadsAndBatchesDoNotMatter(kernel: KNNKernel) throws {
    let sample = knnCloud(2000, inputs: 4), other = knnCloud(1500, inputs: 4, seed: 2)
    let model = try train(learner(20) { $0.kernel = kernel }, sample)
    let scores = try model.scores(for: other, threads: 1)
    #expect(try model.scores(for: other, threads: 3) == scores)
    let rows = [1400, 3, 77]
    #expect(
      try model.scores(for: other.selecting(rows), threads: 1).response
        == rows.map { scores.response[$0] })
  }

  @Test func severalClasses() throws {
    let sample = Sample(
      schema: Schema(names: ["x"]), columns: [[0, 1, 10, 11, 20, 21]],
      weights: [1, 1, 1, 1, 1, 2],
      truth: .classes(names: ["a", "b", "c"], labels: [0, 0, 1, 1, 2, 2]))
    let scores = try train(learner(3), sample).scores(for: sample, threads: 1)
    #expect(scores.outputs == ["a", "b", "c"])
    #expect(scores.values.map { $0[0] } == [Float(2.0 / 3), Float(1.0 / 3), 0])
    #expect(scores.values.map { $0[5] } == [0, 0.25, 0.75])
  }

  @Test func regression() throws {
    let sample = Sample(
      schema: Schema(names: ["x"]), columns: [[0, 1, 2, 3]], weights: [1, 3, 1, 1],
      truth: .targets(names: ["energy"], values: [[10, 20, 40, 80]]))
    let scores = try train(learner(2), sample).scores(for: sample, threads: 1)
    #expect(scores.outputs == ["energy"])
    #expect(scores.response == [17.5, 17.5, 25, 60])
  }
}
