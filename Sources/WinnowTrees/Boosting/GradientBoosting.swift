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
  /// What shall not depend on the spectators of the samples; nil: nothing.
  public let flatness: FlatnessOptions?

  public init(loss: Objective, options: BoostingOptions, flatness: FlatnessOptions? = nil) {
    options.checkRanges()
    self.loss = loss
    self.options = options
    self.flatness = flatness
  }

  /// Where the context keeps checkpoints, training goes on from the latest with the same bits.
  ///
  /// - Parameters:
  ///   - validation: steers early stopping and appears in the history.
  ///   - earlier: a forest on the same features to go on from; its trees count among `trees`. One of
  ///     the same events, settings and seed ends in the same bits as a training in one go, but for
  ///     dropout, where its trees count as they stand.
  /// - Returns: the forest, up to the tree with the lowest validation loss where early stopping is on
  ///   (with dropout, its trees as they counted then); its history, and the importance of each feature:
  ///   the sum of its gains over that of all.
  /// - Throws: `badData` for no events, infinite values or weights without a positive sum;
  ///   `interrupted`.
  /// - Complexity: O(trees × events × features × depth).
  public func train(
    on training: BoostingSample, validation: BoostingSample? = nil,
    continuing earlier: Forest? = nil, in context: RunContext
  ) throws -> (forest: Forest, record: TrainingRecord) {
    let training = try BoostingSample.checked(training, validation)
    if let earlier, earlier.features != training.columns.count {
      throw WinnowError(
        .badData, "the forest to go on from has \(earlier.features) features, the training sample "
          + "\(training.columns.count)")
    }
    var run = try BoostingRun(options, training, validation, in: context) { sample, team in
      guard let flatness, !sample.spectators.isEmpty else { return SingleObjective(loss: loss) }
      return try FlatObjective(loss, flatness, of: sample, team)
    }
    let (forests, record) = try run.train(continuing: earlier.map { ([$0], training, validation) })
    return (forests[0], record)
  }
}

/// Gradient boosting of several classes at once: a forest for each, p = softmax of their scores.
///
/// ℓ = −ln p_y; targets are class numbers from 0. Otherwise as `GradientBoosting`.
/// Reference: Friedman, Ann. Stat. 29 (2001) 1189, §4.6.
public struct SoftmaxBoosting: Sendable {
  public let classes: Int
  public let options: BoostingOptions

  public init(classes: Int, options: BoostingOptions) {
    options.checkRanges()
    precondition(classes >= 2, "at least two classes")
    self.classes = classes
    self.options = options
  }

  /// - Returns: one forest for each class; F is defined up to what is common to all.
  /// - Throws: `badData` as `GradientBoosting.train`, for a target that is no class number, and for a
  ///   class without a positive sum of weights; `interrupted`.
  public func train(
    on training: BoostingSample, validation: BoostingSample? = nil, in context: RunContext
  ) throws -> (forests: [Forest], record: TrainingRecord) {
    let training = try BoostingSample.checked(training, validation)
    for target in training.targets + (validation?.targets ?? [])
    where !(target >= 0 && target < Float(classes) && target == target.rounded()) {
      throw WinnowError(.badData, "a target is \(target); classes are 0 … \(classes - 1)")
    }
    var run = try BoostingRun(options, training, validation, in: context) { _, _ in
      SoftmaxLoss(outputs: classes)
    }
    return try run.train()
  }
}

extension BoostingOptions {
  func checkRanges() {
    precondition(2...BinFormat.maximumBins ~= bins && trees >= 1, "options out of range")
    precondition(growth.maxLeaves >= 2, "a tree has two leaves")
  }
}
