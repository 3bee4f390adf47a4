import WinnowCore

/// A few events with the scores they had when the model was trained: `winnow verify` asks for the
/// same bits again.
public struct TestVectors: Sendable, Hashable {
  /// `inputs[feature][event]`, before transforms.
  public let inputs: [[Float]]
  public let folds: [Int32]
  public let responses: [Float]

  public static let count = 16

  public init(inputs: [[Float]], folds: [Int32], responses: [Float]) {
    self.inputs = inputs
    self.folds = folds
    self.responses = responses
  }
}

extension TrainedClassifier {
  /// The first events of a sample, with the scores that this classifier gives them.
  public func makeTestVectors(from sample: Sample, folds: [Int]?) throws -> TestVectors {
    let rows = Array(0..<min(TestVectors.count, sample.count))
    let part = try sample.matching(schema).selecting(rows)
    let partFolds = folds.map { folds in rows.map { folds[$0] } }
    let scores = try scores(for: part, folds: partFolds, threads: 1)
    return TestVectors(
      inputs: part.columns, folds: (partFolds ?? rows.map { _ in 0 }).map { Int32($0) },
      responses: scores.response)
  }

  /// What came of scoring the stored events again.
  public struct Verification: Sendable, Hashable {
    public let events: Int
    public let equal: Int
    public let largestDifference: Float
    public var passed: Bool { events > 0 && equal == events }
  }

  public func verify() throws -> Verification {
    guard let vectors = testVectors else {
      throw WinnowError(.badData, "the model “\(name)” holds no test vectors")
    }
    let sample = Sample(
      schema: schema, columns: vectors.inputs,
      weights: Array(repeating: 1, count: vectors.responses.count))
    let again = try scores(for: sample, folds: vectors.folds.map(Int.init), threads: 1).response
    let pairs = zip(again, vectors.responses)
    return Verification(
      events: again.count, equal: pairs.count { $0.bitPattern == $1.bitPattern },
      largestDifference: pairs.map { abs($0 - $1) }.max() ?? 0)
  }
}
