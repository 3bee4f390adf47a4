import WinnowCore
import WinnowKernels
import WinnowNeighbours

/// The training events as methods remember them that let neighbours vote.
struct KNNMemory: Sendable {
  let scaling: KNNScaling
  /// Never 0.
  let weights: [Double]
  let truth: Truth
  /// The events' inputs, scaled.
  let index: NeighbourIndex
  let outputs: [String]
  /// What an event says of each output: `[output][event]`.
  let values: [[Float]]
  /// The answer of the whole sample: Σwv / Σw by output.
  let average: [Double]

  var count: Int { weights.count }
  /// Whether answers are fractions, limited to [0, 1].
  var answersAreFractions: Bool {
    if case .classes = truth { return true }
    return false
  }

  /// Remembers events of non-zero weight.
  ///
  /// - Parameter weights: those that count in votes; never 0.
  /// - Throws: `badData` for events that are no basis for an answer.
  init(_ sample: Sample, weights: [Double], _ scaling: KNNScaling, threads: Int) throws {
    try self.init(
      scaling: scaling, weights: weights, truth: sample.truth,
      index: NeighbourIndex(scaling.apply(to: sample), threads: threads))
  }

  /// - Throws: `badData` for events that are no basis for an answer.
  init(
    scaling: KNNScaling, weights: [Double], truth: Truth, index: NeighbourIndex
  ) throws {
    self.scaling = scaling
    self.weights = weights
    self.truth = truth
    self.index = index
    guard weights.allSatisfy({ $0.isFinite && $0 != 0 }) else {
      throw WinnowError(.badData, "votes need finite event weights")
    }
    (outputs, values) = try Self.answers(of: truth)
    let total = weights.reduce(0, +)
    guard total > 0 else {
      throw WinnowError(.badData, "votes need a positive sum of weights; it is \(total)")
    }
    average = values.map { zip(weights, $0).reduce(0) { $0 + $1.0 * Double($1.1) } / total }
  }

  /// A sample without the events that are not remembered: those of weight 0.
  static func kept(of sample: Sample) -> Sample {
    sample.weights.contains(0) ? sample.selecting(countingRows(of: sample)) : sample
  }

  private static func countingRows(of sample: Sample) -> [Int] {
    sample.weights.indices.filter { sample.weights[$0] != 0 }
  }

  /// The scaled training events, and for each its place among the points, −1 for events of weight 0.
  ///
  /// - Throws: `badData` where the sample is not the one that is remembered.
  func trainingQueries(_ training: Sample) throws -> (columns: [[Float]], own: [Int32]) {
    let columns = try scaling.apply(to: training), rows = Self.countingRows(of: training)
    let isTrainingSample = rows.count == count
      && columns.enumerated().allSatisfy { j, column in
        rows.enumerated().allSatisfy { column[$1] == index.coordinate(j, of: $0) }
      }
    guard isTrainingSample else {
      throw WinnowError(
        .badData, "events can be left out of their own vote only for the training sample")
    }
    var own = [Int32](repeating: -1, count: training.count)
    for (point, row) in rows.enumerated() { own[row] = Int32(point) }
    return (columns, own)
  }

  /// An answer, limited to [0, 1] where it is a fraction.
  func limited(_ answer: Double) -> Double {
    answersAreFractions ? min(max(answer, 0), 1) : answer
  }

  private static func answers(of truth: Truth) throws -> ([String], [[Float]]) {
    switch truth {
    case .none: throw WinnowError(.badData, "votes need events of known class or target")
    case .targets(let names, let values):
      guard !values.isEmpty, values.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
        throw WinnowError(.badData, "votes need at least one target, and finite ones")
      }
      return (names, values)
    case .classes(let names, let labels):
      guard names.count >= 2, labels.allSatisfy({ $0 < names.count }) else {
        throw WinnowError(.badData, "votes need two classes or more, and a name for each")
      }
      let present = Set(labels.lazy.map(Int.init))
      for (index, name) in names.enumerated() where !present.contains(index) {
        throw WinnowError(.badData, "votes need events of every class; there are none of “\(name)”")
      }
      let told = names.count == 2 ? 1 : names.count
      return (
        told == 1 ? ["response"] : names,
        (0..<told).map { index in labels.map { $0 == index ? 1 : 0 } }
      )
    }
  }
}
