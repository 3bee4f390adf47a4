import WinnowCore
import WinnowMath

/// How much worse a method becomes when one variable is shuffled among the events: how much AUC it loses,
/// or by how much the RMS of its deviations grows.
///
/// The change is paired on the same events and averaged over repeats (Breiman, Mach. Learn. 45 (2001) 5;
/// Fisher, Rudin and Dominici, JMLR 20 (2019) 177). In its error an event counts with its own change δ and
/// with that of the event k → k′ it lent its value to: ψ = ⟨δ_k + δ_k′⟩ over R repeats,
/// σ² = Σψ² − ⟨Σδ²⟩/R, where the second term takes off what the partners of the event add by chance; and it
/// is at least the spread of the repeats over √R.
///
/// Of two variables that say the same neither may look important, since the method reads the other; and
/// shuffling makes events that no process would. Retraining without the variable answers what it is worth.
public struct PermutationImportance: Sendable, Hashable, Codable {
  public var variable: String
  /// AUC lost, or RMS gained.
  public var loss: Measured

  public init(variable: String, loss: Measured) {
    self.variable = variable
    self.loss = loss
  }

  /// The AUC lost, one per variable, in the order of the sample. Of three classes or more it is the mean of
  /// the areas of each against the rest.
  /// - Parameter scores: the outputs of the method for events: one for two classes, else one per class.
  /// - Throws: what `scores` throws, and `badData` for events that cannot be judged.
  /// - Complexity: variables × repeats × (scoring + O(n)).
  public static func areas(
    of sample: Sample, repeats: Int = 3, seed: UInt64 = 0, scores: (Sample) throws -> Scores
  ) throws -> [PermutationImportance] {
    let isMulticlass = sample.classNames.count > 2
    return try Shuffling(sample: sample, repeats: repeats, seed: seed).changes(of: { shuffled in
      let found = try scores(shuffled)
      if isMulticlass { return [try MulticlassEvents(found, of: sample).meanArea] }
      return [AUCInfluence(try ScoredEvents(response: found.response, of: sample)).area]
    }, difference: { $0 - $1 })[0]
  }

  /// The RMS of prediction minus target gained, for each target one per variable.
  /// - Parameter scores: the predictions of the method for events, one column per target.
  /// - Throws: what `scores` throws, and `badData` for events that cannot be judged.
  /// - Precondition: a sample with targets.
  /// - Complexity: variables × repeats × (scoring + O(n targets)).
  public static func widths(
    of sample: Sample, repeats: Int = 3, seed: UInt64 = 0, scores: (Sample) throws -> Scores
  ) throws -> [[PermutationImportance]] {
    guard case .targets(_, let targets) = sample.truth else {
      preconditionFailure("widths of deviations need targets")
    }
    return try Shuffling(sample: sample, repeats: repeats, seed: seed).changes(of: { shuffled in
      try zip(try scores(shuffled).values, targets).map {
        try Deviations(prediction: $0, target: $1, weights: sample.weights).rms
      }
    }, difference: { $1 - $0 })
  }
}

/// Figures of a method with each variable of some events shuffled in turn.
private struct Shuffling {
  let sample: Sample
  let repeats: Int
  let seed: UInt64

  /// For each figure, what becomes of it, one per variable.
  /// - Parameter difference: of the figures as they are and shuffled.
  func changes(
    of figures: (Sample) throws -> [InfluencedFigure],
    difference: (InfluencedFigure, InfluencedFigure) -> InfluencedFigure
  ) throws -> [[PermutationImportance]] {
    precondition(repeats >= 1, "at least one repeat")
    let plain = try figures(sample)
    var all = [[PermutationImportance]](repeating: [], count: plain.count)
    for (variable, name) in sample.schema.names.enumerated() {
      var sums = plain.map { ShuffledChange(events: $0.influences.count) }
      for turn in 0..<repeats {
        let stream = UInt64(variable) << 32 | UInt64(turn)
        var random = CounterRandom(seed: seed, stream: stream)
        let donors = sample.weights.indices.shuffled(using: &random)
        let shuffled = try figures(sample.lending(variable, from: donors))
        for figure in plain.indices {
          sums[figure].add(difference(plain[figure], shuffled[figure]), donors: donors)
        }
      }
      for figure in plain.indices {
        all[figure].append(PermutationImportance(variable: name, loss: sums[figure].mean))
      }
    }
    return all
  }
}

extension Sample {
  /// Each event with the value of another.
  fileprivate func lending(_ variable: Int, from donors: [Int]) -> Sample {
    var columns = columns
    columns[variable] = donors.map { columns[variable][$0] }
    return replacing(schema: schema, columns: columns)
  }
}

/// The changes of a figure over repeats.
private struct ShuffledChange {
  private var values: [Double] = []
  /// Σ (δ_k + δ_k′) of each event over the repeats.
  private var influences: [Double]
  private var squares = 0.0

  init(events: Int) { influences = [Double](repeating: 0, count: events) }

  /// - Parameter donors: whose value each event had.
  mutating func add(_ change: InfluencedFigure, donors: [Int]) {
    values.append(change.value)
    for (row, delta) in change.influences.enumerated() {
      influences[row] += delta
      influences[donors[row]] += delta
      squares += delta * delta
    }
  }

  var mean: Measured {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let joint = (influences.reduce(0) { $0 + $1 * $1 } - squares) / (n * n)
    let spread = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n * max(1, n - 1))
    return Measured(mean, max(joint, spread).squareRoot())
  }
}
