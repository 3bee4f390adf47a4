import Foundation
import WinnowCore
import WinnowKernels

/// Votes of classification trees: AdaBoost, RealAdaBoost, bagging, random forests, extremely
/// randomised trees, on the histograms that gradient boosting uses, with g = −y w and h = w.
///
/// F(x) = Σ α v(x) / Σ α in [−1, 1], v the vote of the leaf that x falls into. Targets are 1 for
/// signal and 0 for background. Negative weights enter purities and errors with their sign.
///
/// References: TMVA Users Guide, arXiv:physics/0703039, §7 and §8.13; Breiman, Mach. Learn. 45 (2001)
/// 5; Geurts et al., Mach. Learn. 63 (2006) 3.
public struct TreeVoting: Sendable {
  public let options: VotingOptions

  public init(_ options: VotingOptions) {
    precondition(2...255 ~= options.boosting.bins && options.boosting.trees >= 1)
    self.options = options
  }

  /// - Parameter validation: appears in the history; stops boosted schemes early.
  /// - Returns: the forest of F and the history.
  /// - Throws: `badData` as `GradientBoosting.train`, and for a class whose weights have no positive
  ///   sum; `interrupted`.
  /// - Complexity: O(trees × events × features × depth).
  public func train(
    on training: BoostingSample, validation: BoostingSample? = nil, in context: RunContext
  ) throws -> (forest: Forest, record: TrainingRecord) {
    let training = training.droppingWeightless()
    try training.check("training")
    try validation?.check("validation")
    var run = try VotingRun(
      options, training, validation, context: context, team: ThreadTeam(threads: context.threads))
    return try run.train()
  }
}

/// One training in progress.
private struct VotingRun {
  private let options: VotingOptions
  private let context: RunContext
  private let fitter: TreeFitter
  private let events: VotedRows
  private let validation: (sample: BinnedSample, events: VotedRows)?
  private var alphas: [Double] = []
  private var record: TrainingRecord

  init(
    _ options: VotingOptions, _ training: BoostingSample, _ validation: BoostingSample?,
    context: RunContext, team: ThreadTeam
  ) throws {
    self.options = options
    self.context = context
    let weights = TreeFitter.scaled(training.weights)
    _ = try LogisticLoss().start(targets: training.targets.span, weights: weights.span)
    fitter = TreeFitter(
      training, weights: weights, options: options.boosting, seed: context.seed, team: team)
    events = VotedRows(
      ScoredRows(targets: training.targets, weights: weights, team: team), team: team)
    self.validation = try ScoredRows.prepare(validation, edges: fitter.edges, team: team)
      .map { ($0.sample, VotedRows($0.rows, team: team)) }
    record = TrainingRecord(
      stepName: "tree", lossName: options.scheme.isBoosted ? "exponential loss" : "Brier score",
      importanceName: "fall of the impurity")
  }

  mutating func train() throws -> (forest: Forest, record: TrainingRecord) {
    let stops = options.scheme.isBoosted && validation != nil
    var stopping = EarlyStopping(patience: stops ? options.boosting.earlyStopping : 0)
    for step in 1...options.boosting.trees {
      try context.checkCancelled()
      if let end = addTree(number: step - 1) {
        record.remarks.append(end)
        break
      }
      let point = point(step)
      record.history.append(point)
      let loss = point.validationLoss ?? point.trainingLoss
      context.progress.advance(
        step: step, total: options.boosting.trees, events: step * events.rows.count,
        note: "loss \((loss * 1e5).rounded() / 1e5)")
      if let loss = point.validationLoss, stopping.shouldStop(after: step, loss: loss) { break }
    }
    return finish(keeping: stopping.bestStep)
  }

  private func point(_ step: Int) -> TrainingRecord.Point {
    let total = alphas.reduce(0, +)
    return TrainingRecord.Point(
      step: step, trainingLoss: events.loss(options.scheme, alphas: total),
      validationLoss: validation?.events.loss(options.scheme, alphas: total))
  }

  /// - Returns: where no more trees can follow: why.
  private mutating func addTree(number: Int) -> String? {
    events.updateDerivatives()
    let grown = fitter.grow(number, on: events.rows)
    let values = fitter.leafSums(of: grown, events.rows).map(vote)
    events.rows.fillScores(0)
    fitter.keep(grown, values: values, addingTo: events.rows)
    if let validation {
      validation.events.rows.fillScores(0)
      validation.events.rows.add(grown.binned(values: values), of: validation.sample)
    }
    guard options.scheme.isBoosted else {
      count(1)
      return nil
    }
    let agreement = events.agreement(options.scheme)
    guard agreement > 1e-9, agreement.isFinite else {
      if alphas.isEmpty { count(1) } else { fitter.discardLast() }
      return "boosting ended after \(alphas.count) trees: the next was no better than chance"
    }
    // A perfect tree would count infinitely.
    let bounded = min(agreement, 1 - 1e-6)
    let alpha = options.boosting.learningRate * (log1p(bounded) - log1p(-bounded))
    count(alpha)
    if agreement < 1 - 1e-6, events.reweight(alpha, options) { return nil }
    return "boosting ended after \(alphas.count) trees: no event was left to correct"
  }

  private mutating func count(_ alpha: Double) {
    alphas.append(alpha)
    events.addVotes(alpha)
    validation?.events.addVotes(alpha)
  }

  /// v of a leaf.
  private func vote(_ sums: DerivativeSums) -> Float {
    guard sums.hessian > 0 else { return sums.gradient < 0 ? 1 : sums.gradient > 0 ? -1 : 0 }
    let purity = min(1, max(0, (1 - sums.gradient / sums.hessian) / 2))
    switch options.leafVote {
    case .yesNo: return purity > options.purityLimit ? 1 : -1
    case .purity: return Float(2 * purity - 1)
    }
  }

  private mutating func finish(keeping best: Int?) -> (forest: Forest, record: TrainingRecord) {
    let count = best ?? alphas.count
    record.bestStep = best
    record.importance = fitter.importance(keeping: count)
    let total = alphas.prefix(count).reduce(0, +)
    let trees = zip(fitter.trees.prefix(count), alphas).map { $0.scaled(by: $1 / total) }
    return (Forest(features: fitter.edges.count, base: 0, trees: trees), record)
  }
}

extension ForestTree {
  /// The same cuts with all leaf values times a factor.
  func scaled(by factor: Double) -> ForestTree {
    ForestTree(
      nodes.map { node in
        guard case .leaf(let value) = node else { return node }
        return .leaf(value: Float(Double(value) * factor))
      }, subsets: subsets)
  }
}
