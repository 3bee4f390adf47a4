import WinnowCore
import WinnowKernels

/// Gradient boosting of trees over binned features, by first and second derivatives of a loss.
///
/// Each tree lowers Σ g f + ½ h f² + α Σ|value| + ½ λ Σ value² over its leaves and is added with the
/// learning rate. Splits are searched with quantised derivatives, leaf values come from exact sums.
///
/// Event weights are used as they are, negative ones included (“signed”), scaled to Σ|w| = number of
/// events; a split is admissible only if both sides keep a Hessian sum of `minChildWeight`. Events of
/// weight 0 are as absent. A common factor of all weights changes nothing if it is a power of two,
/// and otherwise no more than the rounding of the scaled weights.
///
/// References: Friedman, Ann. Stat. 29 (2001) 1189; Chen and Guestrin, arXiv:1603.02754; Ke et al.,
/// “LightGBM” (NIPS 2017); Shi et al., arXiv:2207.09682.
public struct GradientBoosting<Objective: Loss>: Sendable {
  public let loss: Objective
  public let options: BoostingOptions

  public init(loss: Objective, options: BoostingOptions) {
    precondition(2...255 ~= options.bins && options.trees >= 1, "options out of range")
    precondition(options.growth.maxLeaves >= 2, "a tree has two leaves")
    self.loss = loss
    self.options = options
  }

  /// Where the context keeps checkpoints, training goes on from the latest with the same bits.
  ///
  /// - Parameters:
  ///   - validation: steers early stopping and appears in the history.
  ///   - earlier: a forest on the same features to go on from; its trees count among `trees`. One of
  ///     the same events, settings and seed ends in the same bits as a training in one go.
  /// - Returns: the forest, up to the tree with the lowest validation loss where early stopping is on;
  ///   its history, and the importance of each feature: the sum of its gains over that of all.
  /// - Throws: `badData` for no events, infinite values or weights without a positive sum;
  ///   `interrupted`.
  /// - Complexity: O(trees × events × features × depth).
  public func train(
    on training: BoostingSample, validation: BoostingSample? = nil,
    continuing earlier: Forest? = nil, in context: RunContext
  ) throws -> (forest: Forest, record: TrainingRecord) {
    let training = training.droppingWeightless()
    try training.check("training")
    try validation?.check("validation")
    if let earlier, earlier.features != training.columns.count {
      throw WinnowError(
        .badData, "the forest to go on from has \(earlier.features) features, the training sample "
          + "\(training.columns.count)")
    }
    var run = try BoostingRun(
      self, training, validation, context: context, team: ThreadTeam(threads: context.threads))
    return try run.train(continuing: earlier.map { ($0, training, validation) })
  }
}
