import WinnowCore
import WinnowKernels
import WinnowNeighbours

/// The training events as methods remember them that let neighbours vote.
struct KNNMemory: Sendable {
  /// `[input][event]`, scaled.
  let points: [[Float]]
  /// Never 0.
  let weights: [Double]
  let truth: Truth
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

  /// - Throws: `badData` for events that are no basis for an answer.
  init(points: [[Float]], weights: [Double], truth: Truth, index: NeighbourIndex) throws {
    self.points = points
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

  /// For each event of the training sample its place among the points, −1 for events of weight 0; nil
  /// for another sample.
  func places(of training: Sample, scaled columns: [[Float]]) -> [Int32]? {
    let rows = KNNModel.countingRows(of: training)
    let isTrainingSample = rows.count == count
      && zip(columns, points).allSatisfy { column, point in
        zip(rows, point).allSatisfy { column[$0] == $1 }
      }
    guard isTrainingSample else { return nil }
    var places = [Int32](repeating: -1, count: training.count)
    for (point, row) in rows.enumerated() { places[row] = Int32(point) }
    return places
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
