import Testing
import WinnowCore
import WinnowLearners

struct KNNErrorTests {
  private func message(_ sample: Sample, neighbors: Int = 3) -> String? {
    var parameters = KNNParameters()
    parameters.neighbors = neighbors
    let error = #expect(throws: WinnowError.self) {
      try KNN(parameters).train(on: sample, validation: nil, in: RunContext())
    }
    #expect(error?.kind == .badData)
    return error?.message
  }

  @Test func tooFewEvents() {
    let sample = knnCloud(20, inputs: 2)
    #expect(message(sample, neighbors: 19)?.contains("needs 21 training events") == true)
  }

  @Test func emptyClass() {
    let sample = knnSample([[1, 2, 3, 4, 5, 6]], labels: [0, 0, 0, 0, 0, 0])
    #expect(message(sample)?.contains("“background”") == true)
  }

  @Test func noTruth() {
    let sample = Sample(schema: Schema(names: ["x"]), columns: [[1, 2]], weights: [1, 1])
    #expect(message(sample, neighbors: 1)?.contains("known class") == true)
  }

  @Test func weightSumNotPositive() {
    let sample = knnCloud(50, inputs: 1)
    #expect(message(sample.replacing(weights: sample.weights.map { -$0 })) != nil)
    #expect(message(sample.replacing(weights: sample.weights.map { _ in 0 })) != nil)
  }

  @Test(arguments: [Float.nan, .infinity])
  func inputNotFinite(bad: Float) throws {
    let sample = knnCloud(50, inputs: 2)
    var columns = sample.columns
    columns[1][7] = bad
    let broken = sample.replacing(schema: sample.schema, columns: columns)
    #expect(message(broken) != nil)
    let model = try KNN(KNNParameters()).train(
      on: knnCloud(100, inputs: 2), validation: nil, in: RunContext())
    let error = #expect(throws: WinnowError.self) { try model.scores(for: broken, threads: 1) }
    #expect(error?.message.contains("“x1”") == true)
    #expect(error?.message.contains("event 8") == true)
  }

  @Test func trainingScoresOfAnotherSample() throws {
    let model = try KNN(KNNParameters()).train(
      on: knnCloud(100, inputs: 2), validation: nil, in: RunContext())
    #expect(throws: WinnowError.self) {
      try model.trainingScores(for: knnCloud(100, inputs: 2, seed: 9), threads: 1)
    }
  }

  @Test func cancelled() {
    let context = RunContext()
    context.cancellation.cancel()
    let error = #expect(throws: WinnowError.self) {
      try KNN(KNNParameters()).train(on: knnCloud(100, inputs: 2), validation: nil, in: context)
    }
    #expect(error?.kind == .interrupted)
  }
}
