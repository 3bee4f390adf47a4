import WinnowCore
import WinnowEvaluation

/// A few events with the scores they had when the model was trained: `winnow verify` asks for the
/// same bits again.
public struct TestVectors: Sendable, Hashable {
  /// `inputs[feature][event]`, before transforms.
  public let inputs: [[Float]]
  public let folds: [Int32]
  /// `scores[output][event]`.
  public let scores: [[Float]]
  /// `raw[estimate][event]`: what targets of a regression are relative to.
  public let raw: [[Double]]

  /// The first output.
  public var responses: [Float] { scores[0] }

  public static let count = 16

  /// - Precondition: at least one output.
  public init(inputs: [[Float]], folds: [Int32], scores: [[Float]], raw: [[Double]] = []) {
    precondition(!scores.isEmpty, "test vectors without scores")
    self.inputs = inputs
    self.folds = folds
    self.scores = scores
    self.raw = raw
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
      scores: scores.values, raw: rawNames.compactMap { part.spectator(named: $0)?.values.reals })
  }

  /// The spectators that carry raw estimates.
  var rawNames: [String] { targets.filter { $0.raw != nil }.map(\.rawName) }

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
      weights: Array(repeating: 1, count: vectors.responses.count),
      spectators: zip(rawNames, vectors.raw).map { Spectator($0, .real($1)) })
    let again = try scores(for: sample, folds: vectors.folds.map(Int.init), threads: 1).values
    let pairs = zip(again, vectors.scores)
    let equal = vectors.responses.indices.count { event in
      pairs.allSatisfy { $0[event].bitPattern == $1[event].bitPattern }
    }
    return Verification(
      events: vectors.responses.count, equal: equal,
      largestDifference: pairs.flatMap { zip($0, $1).map { abs($0 - $1) } }.max() ?? 0)
  }
}
