import WinnowCore
import WinnowMath

/// How much AUC a method loses when one variable is shuffled among the events.
///
/// The loss AUC − AUC(shuffled) is paired on the same events and averaged over repeats (Breiman, Mach.
/// Learn. 45 (2001) 5; Fisher, Rudin and Dominici, JMLR 20 (2019) 177). Its error joins that of the paired
/// difference, for the events, and the spread of the repeats over √repeats, for the shuffling.
///
/// Of two variables that say the same neither may look important, since the method reads the other; and
/// shuffling makes events that no process would. Retraining without the variable answers what it is worth.
public struct PermutationImportance: Sendable, Hashable, Codable {
  public var variable: String
  /// AUC lost.
  public var loss: Measured

  public init(variable: String, loss: Measured) {
    self.variable = variable
    self.loss = loss
  }

  /// One per variable, in the order of the sample.
  /// - Parameter scores: the response of the method to events.
  /// - Throws: what `scores` throws, and `badData` for events that cannot be judged.
  /// - Complexity: variables × repeats × (scoring + O(n)).
  public static func all(
    of sample: Sample, repeats: Int = 3, seed: UInt64 = 0,
    scores: (Sample) throws -> [Float]
  ) throws -> [PermutationImportance] {
    precondition(repeats >= 1, "at least one repeat")
    let plain = AUCInfluence(try ScoredEvents(response: try scores(sample), of: sample))
    return try sample.schema.names.indices.map { variable in
      let losses = try (0..<repeats).map { turn in
        let stream = UInt64(variable) << 32 | UInt64(turn)
        var random = CounterRandom(seed: seed, stream: stream)
        let shuffled = sample.shuffling(variable, using: &random)
        let response = try scores(shuffled)
        return AUCDifference(
          plain, AUCInfluence(try ScoredEvents(response: response, of: sample))).difference
      }
      return PermutationImportance(
        variable: sample.schema.names[variable], loss: Measured(joining: losses))
    }
  }
}

extension Sample {
  fileprivate func shuffling(_ variable: Int, using random: inout CounterRandom) -> Sample {
    var columns = columns
    columns[variable].shuffle(using: &random)
    return replacing(schema: schema, columns: columns)
  }
}

extension Measured {
  /// The mean of repeats on the same events: their mean variance, and the spread of the mean.
  fileprivate init(joining repeats: [Measured]) {
    let n = Double(repeats.count)
    let mean = repeats.reduce(0) { $0 + $1.value } / n
    let common = repeats.reduce(0) { $0 + $1.error * $1.error } / n
    let spread = repeats.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) }
    self.init(mean, (common + (n > 1 ? spread / (n * (n - 1)) : 0)).squareRoot())
  }
}
