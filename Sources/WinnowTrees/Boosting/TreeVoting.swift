import Foundation
import WinnowCore
import WinnowKernels

/// Votes of classification trees: AdaBoost, RealAdaBoost, AdaCost, bagging, random forests, extremely
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
    options.boosting.checkRanges()
    self.options = options
  }

  /// - Parameter validation: appears in the history; stops boosted schemes early.
  /// - Returns: the forest of F and the history.
  /// - Precondition: no cuts on Fisher discriminants; see `vote`.
  /// - Throws: `badData` as `GradientBoosting.train`, and for a class whose weights have no positive
  ///   sum; `interrupted`.
  /// - Complexity: O(trees × events × features × depth).
  public func train(
    on training: BoostingSample, validation: BoostingSample? = nil, in context: RunContext
  ) throws -> (forest: Forest, record: TrainingRecord) {
    precondition(options.fisherCuts == nil, "a forest alone holds no oblique cuts")
    let (vote, record) = try vote(on: training, validation: validation, in: context)
    return (vote.forest, record)
  }

  /// The same with or without cuts on Fisher discriminants, which know no missing values, no choice of
  /// features and no random cuts.
  ///
  /// - Throws: as `train`; `badData` for a missing value with cuts on Fisher discriminants.
  /// - Complexity: with those, O(trees × events × (features² + log events) × depth).
  public func vote(
    on training: BoostingSample, validation: BoostingSample? = nil, in context: RunContext
  ) throws -> (vote: VotedValue, record: TrainingRecord) {
    let training = try BoostingSample.checked(training, validation)
    if options.fisherCuts != nil {
      let columns = training.columns + (validation?.columns ?? [])
      if columns.contains(where: { $0.contains(where: \.isNaN) }) {
        throw WinnowError(.badData, "cuts on Fisher discriminants need events without missing values")
      }
    }
    var run = try VotingRun(
      options, training, validation, context: context, team: ThreadTeam(threads: context.threads))
    return try run.train()
  }
}

/// One training in progress.
private struct VotingRun {
  private let options: VotingOptions
  private let context: RunContext
  private let source: any TreeSource
  private let events: VotedRows
  private let validation: VotedRows?
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
    source = options.fisherCuts.map { fisher in
      ObliqueTrees(
        training, validation, weights: weights, options, fisher, seed: context.seed, team: team)
    } ?? StraightTrees(
      training, validation, weights: weights, options, seed: context.seed, team: team)
    events = VotedRows(ScoredRows(targets: training.targets, weights: weights, team: team))
    self.validation = try validation.map { sample in
      let rows = ScoredRows(
        targets: sample.targets, weights: TreeFitter.scaled(sample.weights), team: team)
      guard rows.weightSum > 0 else {
        throw WinnowError(.badData, "the validation weights have no positive sum")
      }
      return VotedRows(rows)
    }
    record = TrainingRecord(
      stepName: "tree", lossName: options.scheme.isBoosted ? "exponential loss" : "Brier score",
      importanceName: "fall of the impurity")
  }

  mutating func train() throws -> (vote: VotedValue, record: TrainingRecord) {
    let stops = options.scheme.isBoosted && validation != nil
    if let state = try context.checkpoints?.latest() { try resume(from: state) }
    var stopping = EarlyStopping(
      patience: stops ? options.boosting.earlyStopping : 0, record.history)
    for step in stride(from: alphas.count + 1, through: options.boosting.trees, by: 1) {
      try context.checkpoint(state())
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
      validationLoss: validation?.loss(options.scheme, alphas: total))
  }

  /// - Returns: where no more trees can follow: why.
  private mutating func addTree(number: Int) -> String? {
    events.updateDerivatives()
    source.add(number, to: events.rows, validation: validation?.rows, value: vote)
    guard options.scheme.isBoosted else {
      count(1)
      return nil
    }
    let agreement = events.agreement(options)
    guard agreement > 1e-9, agreement.isFinite else {
      if alphas.isEmpty { count(1) } else { source.discardLast() }
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
    validation?.addVotes(alpha)
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

  private mutating func finish(keeping best: Int?) -> (vote: VotedValue, record: TrainingRecord) {
    let count = best ?? alphas.count
    record.bestStep = best
    let total = alphas.prefix(count).reduce(0, +)
    let trees = zip(source.trees.prefix(count), alphas).map { $0.scaled(by: $1 / total) }
    let vote = VotedValue(
      Forest(features: source.features, base: 0, trees: trees), combinations: source.combinations)
    record.importance = vote.gainImportance
    return (vote, record)
  }
}

// MARK: - Going on

extension VotingRun {
  private func state() -> Archive {
    var state = Archive()
    let forest = Forest(features: source.features, base: 0, trees: source.trees)
    state.store("forest", forest.archive())
    state.store("combinations", source.combinations.archive())
    state.store("history", record.history.archive())
    state.store("alphas", Tensor(alphas))
    state.store("events", events.archive())
    if let validation { state.store("validation", validation.archive()) }
    return state
  }

  private mutating func resume(from state: Archive) throws {
    let trees = try Forest(from: state.inner("forest")).trees
    let combinations = try [LinearCombination](
      from: state.inner("combinations"), features: source.features - source.combinations.count)
    source.resume(after: trees, combinations)
    alphas = try state.float64("alphas", shape: [trees.count])
    record.history = try [TrainingRecord.Point](from: state.inner("history"))
    try events.restore(state.inner("events"))
    try validation?.restore(state.inner("validation"))
  }
}

extension ForestTree {
  /// The same cuts with all leaf values times a factor.
  func scaled(by factor: Double) -> ForestTree {
    ForestTree(
      nodes.map { node in
        guard case .leaf(let value) = node else { return node }
        return .leaf(value: Float(Double(value) * factor))
      }, statistics: statistics, subsets: subsets)
  }
}
