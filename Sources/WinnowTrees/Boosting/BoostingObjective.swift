import WinnowKernels

/// What a run of boosting lowers on one sample: it turns the scores of its outputs into derivatives.
protocol BoostingObjective: Sendable {
  var lossName: String { get }
  /// Forests that grow side by side.
  var outputs: Int { get }
  var longestSignedStep: Double { get }
  /// See `Loss.leafQuantile`.
  var leafQuantile: Double? { get }

  /// The constant scores to begin with. - Throws: `badData` where the events allow none.
  func start(targets: [Float], weights: [Float]) throws -> [Double]

  /// Whether each tree of a round wants the derivatives that the one before left.
  var refreshesBetweenTrees: Bool { get }

  /// What a split of a tree for that output must bring; nil: as the options say.
  func minGain(of output: Int) -> Double?

  /// Computes the derivatives at the present scores. - Returns: the mean loss Σwℓ / Σw.
  func updateDerivatives(_ rows: [ScoredRows]) -> Double
}

extension BoostingObjective {
  var leafQuantile: Double? { nil }
  var refreshesBetweenTrees: Bool { false }
  func minGain(of output: Int) -> Double? { nil }
}

/// A loss of one score.
struct SingleObjective<L: Loss>: BoostingObjective {
  let loss: L

  var lossName: String { loss.name }
  var outputs: Int { 1 }
  var longestSignedStep: Double { loss.longestSignedStep }
  var leafQuantile: Double? { loss.leafQuantile }

  func start(targets: [Float], weights: [Float]) throws -> [Double] {
    [try loss.start(targets: targets.span, weights: weights.span)]
  }

  func updateDerivatives(_ rows: [ScoredRows]) -> Double { rows[0].updateDerivatives(loss) }
}
