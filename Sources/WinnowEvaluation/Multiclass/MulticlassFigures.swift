import WinnowCore

/// Figures of a method with one output per class.
public struct MulticlassFigures: Sendable, Hashable, Codable {
  /// One class against another or against all others.
  public struct Contrast: Sendable, Hashable, Codable {
    /// Counts as signal.
    public var name: String
    /// The other class; nil for all others.
    public var against: String?
    public var auc: Measured
    public var efficiency: [EfficiencyPoint]
    public var roc: ROCCurve
  }

  public var classes: [String]
  /// Each class against all others, by its output.
  public var oneAgainstRest: [Contrast]
  /// Each class against each other, both ways, by the difference of their outputs; events of other classes
  /// do not count. Where the outputs are logits the difference is the log-ratio that tells the two apart
  /// best; where they are probabilities it is near that only while the other classes are improbable.
  public var pairwise: [Contrast]
  /// `confusion[truth][decision]`: the fraction of each class whose largest output is that of another, or
  /// its own. Equal outputs go to the first class. Rows add up to 1.
  public var confusion: [[Measured]]
  /// The mean AUC lost without the order of each variable, and on how many test events that was seen.
  public var permutation: [PermutationImportance]?
  public var permutedEvents: Int?

  /// - Parameters:
  ///   - scores: one output per class, in the order of the classes.
  ///   - sample: the events.
  /// - Throws: `badData` for events without classes, a wrong number of outputs, an output that is not
  ///   finite, or a class without a positive weight sum.
  /// - Complexity: O(classes² × n).
  public init(_ scores: Scores, of sample: Sample) throws {
    let events = try ClassifiedEvents(scores, of: sample)
    let names = sample.classNames
    classes = names
    oneAgainstRest = try names.indices.map {
      Contrast(names[$0], against: nil, try events.scored($0))
    }
    pairwise = try names.indices.flatMap { i in
      try names.indices.filter { $0 != i }.map { j in
        Contrast(names[i], against: names[j], try events.scored(i, against: j))
      }
    }
    confusion = events.confusion
  }
}

extension MulticlassFigures.Contrast {
  fileprivate init(_ name: String, against other: String?, _ scored: ScoredEvents) {
    self.name = name
    against = other
    auc = scored.steps.auc
    efficiency = MethodFigures.workingBackgrounds.map { background in
      let point = scored.steps.workingPoint(atBackground: background)
      return EfficiencyPoint(
        background: background, signal: point.signal, signalTrain: .undefined, cut: point.cut)
    }
    roc = ROCCurve(scored.steps)
  }
}

/// Outputs and classes of events.
struct ClassifiedEvents {
  /// `scores[class][event]`.
  let scores: [[Float]]
  let labels: [UInt8]
  let weights: [Double]

  /// - Throws: `badData` where there is not one output per class.
  init(_ scores: Scores, of sample: Sample) throws {
    guard let labels = sample.labels, sample.classNames.count == scores.values.count else {
      throw WinnowError(
        .badData, "\(scores.values.count) outputs do not fit events of "
          + "\(sample.classNames.count) classes; there must be one output per class")
    }
    self.scores = scores.values
    self.labels = labels
    weights = sample.weights
  }

  /// The weighted fraction of events whose largest output is that of their class.
  var accuracy: Measured {
    var right = WeightSum(), total = WeightSum()
    for row in labels.indices {
      total.add(weights[row])
      if decision(row) == Int(labels[row]) { right.add(weights[row]) }
    }
    return Measured(fraction: right, of: total)
  }

  func scored(_ index: Int) throws -> ScoredEvents {
    try ScoredEvents(
      response: scores[index], weights: weights, isSignal: labels.map { Int($0) == index })
  }

  func scored(_ index: Int, against other: Int) throws -> ScoredEvents {
    let rows = labels.indices.filter { Int(labels[$0]) == index || Int(labels[$0]) == other }
    return try ScoredEvents(
      response: rows.map { scores[index][$0] - scores[other][$0] },
      weights: rows.map { weights[$0] }, isSignal: rows.map { Int(labels[$0]) == index })
  }

  var confusion: [[Measured]] {
    let empty = [WeightSum](repeating: WeightSum(), count: scores.count)
    var sums = [[WeightSum]](repeating: empty, count: scores.count)
    for row in labels.indices { sums[Int(labels[row])][decision(row)].add(weights[row]) }
    return sums.map { decisions in
      let total = decisions.reduce(WeightSum(), +)
      return decisions.map { Measured(fraction: $0, of: total) }
    }
  }

  private func decision(_ row: Int) -> Int {
    var best = 0
    for index in scores.indices where scores[index][row] > scores[best][row] { best = index }
    return best
  }
}
