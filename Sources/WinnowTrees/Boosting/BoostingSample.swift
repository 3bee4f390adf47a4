import WinnowCore
import WinnowKernels

/// Events to boost on: values by feature, one target and one weight each.
public struct BoostingSample: Sendable {
  /// `columns[feature][event]`; NaN is a missing value.
  public let columns: [[Float]]
  public let targets: [Float]
  public let weights: [Double]

  public var count: Int { targets.count }

  public init(columns: [[Float]], targets: [Float], weights: [Double]) {
    precondition(columns.allSatisfy { $0.count == targets.count } && weights.count == targets.count)
    self.columns = columns
    self.targets = targets
    self.weights = weights
  }

  /// Without the events of weight 0, which thereby count as absent.
  func droppingWeightless() -> BoostingSample {
    if !weights.contains(0) { return self }
    let kept = weights.indices.filter { weights[$0] != 0 }
    return BoostingSample(
      columns: columns.map { column in kept.map { column[$0] } },
      targets: kept.map { targets[$0] }, weights: kept.map { weights[$0] })
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
  /// Weights scaled so that the classes of targets above and below ½ have one sum of weights.
  /// - Throws: `badData` where a class has no positive sum.
  public func balanced() throws -> BoostingSample {
    let sum = { (isSignal: Bool) in
      indices(isSignal).reduce(0) { $0 + self.weights[$1] }
    }
    let signal = sum(true), background = sum(false)
    for (name, sum) in [("signal", signal), ("background", background)] where !(sum > 0) {
      throw WinnowError(.badData, "the \(name) weights sum to \(sum); the sum must be positive")
    }
    return replacing(
      weights: weights.indices.map {
        weights[$0] * (targets[$0] > 0.5 ? (signal + background) / (2 * signal)
          : (signal + background) / (2 * background))
      })
  }

  private func indices(_ isSignal: Bool) -> [Int] {
    targets.indices.filter { (targets[$0] > 0.5) == isSignal }
  }
}
