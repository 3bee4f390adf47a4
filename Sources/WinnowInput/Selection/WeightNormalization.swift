import WinnowCore

/// How event weights of the classes are scaled before training.
public enum WeightNormalization: String, Sendable, Hashable, CaseIterable, Codable {
  /// As in the files; TMVA's `None`.
  case none
  /// The average weight in each class is 1; TMVA's `NumEvents`.
  case events
  /// The average weight of the first class (signal) is 1, and the weights of each other class sum to
  /// the same; TMVA's `EqualNumEvents`, its default.
  case equal

  /// One sentence for the report.
  public var summary: String {
    switch self {
    case .none: "Event weights are those of the files."
    case .events: "Event weights are scaled to an average of 1 in each class."
    case .equal:
      "Event weights are scaled to an average of 1 for signal and to the same sum for background."
    }
  }

  /// The sample with one factor per class on its weights.
  ///
  /// - Throws: `badData` for a class without events, or whose weights do not sum to more than 0.
  /// - Complexity: O(events).
  public func applied(to sample: Sample) throws -> Sample {
    guard self != .none, let labels = sample.labels else { return sample }
    let names = sample.classNames
    var counts = [Double](repeating: 0, count: names.count)
    var sums = counts
    for (label, weight) in zip(labels, sample.weights) {
      counts[Int(label)] += 1
      sums[Int(label)] += weight
    }
    if let index = sums.firstIndex(where: { !($0 > 0) }) {
      throw WinnowError(
        .badData, "the weights of the class “\(names[index])” sum to \(sums[index]); they cannot be "
          + "normalised")
    }
    let wanted = names.indices.map { self == .equal ? counts[0] : counts[$0] }
    let factors = zip(wanted, sums).map { $0 / $1 }
    return sample.replacing(weights: zip(labels, sample.weights).map { factors[Int($0)] * $1 })
  }
}
