import WinnowKernels

/// What grows the trees of a vote on classes.
protocol TreeSource: AnyObject {
  /// Inputs, and whatever else the trees cut on.
  var features: Int { get }
  var trees: [ForestTree] { get }
  /// What the trees cut on beside the inputs.
  var combinations: [LinearCombination] { get }

  /// Grows and keeps a tree on the present derivatives, and sets the scores of all rows to its values.
  /// - Parameter value: of a leaf.
  func add(
    _ number: Int, to rows: ScoredRows, validation: ScoredRows?, value: (DerivativeSums) -> Float)
  func discardLast()
  /// Goes on after trees that were grown before.
  func resume(after trees: [ForestTree], _ combinations: [LinearCombination])
}

/// Trees with cuts on single features.
final class StraightTrees: TreeSource {
  private let fitter: TreeFitter
  private let validation: BinnedSample?
  private let pruning: PruningRule?

  init(
    _ training: BoostingSample, _ validation: BoostingSample?, weights: [Float],
    _ options: VotingOptions, seed: UInt64, team: ThreadTeam
  ) {
    let fitter = TreeFitter(
      training, weights: weights, options: options.boosting, seed: seed, team: team)
    self.fitter = fitter
    self.validation = validation.map {
      BinnedSample(columns: $0.columns, edges: fitter.edges, forTraining: false, team: team)
    }
    pruning = options.pruningRule
  }

  var features: Int { fitter.edges.count }
  var trees: [ForestTree] { fitter.trees }
  var combinations: [LinearCombination] { [] }

  func add(
    _ number: Int, to rows: ScoredRows, validation held: ScoredRows?,
    value: (DerivativeSums) -> Float
  ) {
    let whole = fitter.grow(number, on: rows)
    let (grown, sums) = fitter.prune(whole, fitter.leafSums(of: whole, rows), by: pruning)
    let values = sums.map(value)
    rows.fillScores(0)
    fitter.keep(grown, values: values, addingTo: rows)
    if let held, let validation {
      held.fillScores(0)
      held.add(grown.binned(values: values), of: validation)
    }
  }

  func discardLast() { fitter.discardLast() }

  func resume(after trees: [ForestTree], _ combinations: [LinearCombination]) {
    fitter.resume(after: trees)
  }
}
