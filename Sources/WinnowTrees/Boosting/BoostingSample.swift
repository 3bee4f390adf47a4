import WinnowCore
import WinnowKernels

/// Events to boost on: values by feature, one target and one weight each.
public struct BoostingSample: Sendable {
  /// `columns[feature][event]`; NaN is a missing value.
  public let columns: [[Float]]
  public let targets: [Float]
  public let weights: [Double]
  /// `spectators[spectator][event]`: what is not trained on, but kept flat; NaN takes no part.
  public let spectators: [[Float]]
  /// `offsets[output][event]`: where the scores of events start, beside the constant; none where empty.
  var offsets: [[Float]] = []

  public var count: Int { targets.count }

  public init(
    columns: [[Float]], targets: [Float], weights: [Double], spectators: [[Float]] = []
  ) {
    precondition((columns + spectators).allSatisfy { $0.count == targets.count })
    precondition(weights.count == targets.count, "one weight per event")
    self.columns = columns
    self.targets = targets
    self.weights = weights
    self.spectators = spectators
  }

  /// Without the events of weight 0, which thereby count as absent.
  func droppingWeightless() -> BoostingSample {
    if !weights.contains(0) { return self }
    let kept = weights.indices.filter { weights[$0] != 0 }
    return BoostingSample(
      columns: columns.map { column in kept.map { column[$0] } },
      targets: kept.map { targets[$0] }, weights: kept.map { weights[$0] },
      spectators: spectators.map { column in kept.map { column[$0] } })
  }

  /// The training events that count. - Throws: `badData` as `check`, for either sample.
  static func checked(
    _ training: BoostingSample, _ validation: BoostingSample?
  ) throws -> BoostingSample {
    let training = training.droppingWeightless()
    try training.check("training")
    try validation?.check("validation")
    return training
  }

  /// - Parameter name: what the sample is called in messages.
  /// - Throws: `badData` for no events, too many, or numbers that are not finite.
  func check(_ name: String) throws {
    guard count > 0 else {
      throw WinnowError(.badData, "the \(name) sample has no events with a weight")
    }
    guard count <= HistogramLayout.maximumRows else {
      throw WinnowError(
        .badData, "the \(name) sample has \(count) events; trees take at most "
          + "\(HistogramLayout.maximumRows)")
    }
    guard weights.allSatisfy(\.isFinite), targets.allSatisfy(\.isFinite) else {
      throw WinnowError(.badData, "a weight or target of the \(name) sample is not finite")
    }
    for (feature, column) in columns.enumerated() {
      if let row = column.firstIndex(where: \.isInfinite) {
        throw WinnowError(
          .badData, "input variable \(feature + 1) is infinite in event \(row + 1) of the "
            + "\(name) sample")
      }
    }
  }
}

extension BoostingSample {
  /// Weights scaled so that all classes have one sum of weights, Σw staying as it is.
  ///
  /// - Parameter names: of the classes, whose numbers are the targets.
  /// - Throws: `badData` where a class has no positive sum.
  public func balanced(names: [String] = ["background", "signal"]) throws -> BoostingSample {
    var sums = [Double](repeating: 0, count: names.count)
    for (target, weight) in zip(targets, weights) { sums[Int(target)] += weight }
    for (name, sum) in zip(names, sums) where !(sum > 0) {
      throw WinnowError(.badData, "the \(name) weights sum to \(sum); the sum must be positive")
    }
    let share = sums.reduce(0, +) / Double(names.count)
    return replacing(weights: zip(weights, targets).map { $0 * share / sums[Int($1)] })
  }
}
