import WinnowKernels

/// Grows the trees of a training: draws rows and features, quantises derivatives, finds cuts, and
/// keeps the finished trees.
final class TreeFitter {
  let edges: [BinEdges]
  private let options: BoostingOptions
  private let seed: UInt64
  let team: ThreadTeam
  private let grower: TreeGrower
  private(set) var trees: [ForestTree] = []

  init(
    _ training: BoostingSample, weights: [Float], options: BoostingOptions, seed: UInt64,
    team: ThreadTeam
  ) {
    self.options = options
    self.seed = seed
    self.team = team
    let rows = BinEdges.rows(
      of: weights.count, limit: Self.quantileRows(bins: options.bins), seed: seed)
    edges = team.map(training.columns.count) {
      options.categorical.contains($0)
        ? BinEdges(categoriesOf: training.columns[$0])
        : BinEdges(
          quantilesOf: training.columns[$0], weights: weights, rows: rows, bins: options.bins,
          spread: options.binSpread)
    }
    let binned = BinnedSample(
      columns: training.columns, edges: edges, forTraining: true, team: team)
    grower = TreeGrower(sample: binned, options: options.growth, team: team)
  }

  /// Rows that quantiles are computed from.
  private static func quantileRows(bins: Int) -> Int { max(200_000, 20 * bins) }

  /// Whether each tree sees all rows.
  var drawsAllRows: Bool { options.sampling == .subset && options.subsample >= 1 }

  /// Grows a tree on the present derivatives of the rows; resampling changes them.
  /// - Parameter minGain: what a split must bring; nil: as the options say.
  func grow(_ number: Int, on rows: ScoredRows, minGain: Double? = nil) -> GrownTree {
    let draws = TreeDraws(seed: seed, tree: number)
    let resamples = options.sampling != .subset
    let rowKey = draws.key(RandomStream.rows)
    switch options.sampling {
    case .subset: break
    case .poisson: rows.resample(by: PoissonDraw(mean: options.subsample, key: rowKey))
    case .goss: rows.resample(by: options.goss, key: rowKey, team: team)
    }
    var quantiser = Quantiser(
      largest: rows.largestMagnitudes(), key: draws.key(RandomStream.rounding),
      drawKey: rowKey, fraction: resamples ? 1 : options.subsample)
    quantiser.skipsEmptyRows = resamples
    let drawn = rows.quantise(by: quantiser, into: grower.lists[0])
    return grower.grow(
      rows: drawn, features: draws.features(options.columnFraction, of: edges.count),
      quantiser: quantiser, draws: draws, minGain: minGain)
  }

  /// The exact sums of the derivatives of each leaf of the tree grown last.
  func leafSums(of grown: GrownTree, _ rows: ScoredRows) -> [DerivativeSums] {
    LeafValues.sums(of: grown, lists: grower.lists, rows: rows, team: team)
  }

  /// The tree grown last without the cuts that a rule takes back, and the sums of its leaves.
  func prune(
    _ grown: GrownTree, _ sums: [DerivativeSums], by rule: PruningRule?
  ) -> (tree: GrownTree, sums: [DerivativeSums]) {
    rule.map { grown.pruned(by: $0, sums, lists: grower.lists) } ?? (grown, sums)
  }

  /// The quantile of the residuals of each leaf of the tree grown last.
  func leafQuantiles(_ level: Double, of grown: GrownTree, _ rows: ScoredRows) -> [Float] {
    LeafValues.quantiles(level, of: grown, lists: grower.lists, rows: rows, team: team)
  }

  /// The training events in bins.
  var sample: BinnedSample { grower.sample }

  /// Keeps the tree grown last and adds its values to the scores of all rows.
  func keep(_ grown: GrownTree, values: [Float], addingTo rows: ScoredRows) {
    if drawsAllRows {
      LeafValues.add(values, of: grown, lists: grower.lists, to: rows, team: team)
    } else {
      rows.add(grown.binned(values: values), of: grower.sample)
    }
    keep(grown, values: values)
  }

  /// Keeps the tree grown last.
  func keep(_ grown: GrownTree, values: [Float]) {
    trees.append(ForestTree(grown, values: values, edges: edges))
  }

  /// Takes back the tree kept last.
  func discardLast() { trees.removeLast() }

  /// The trees kept so far over bins.
  var binnedTrees: [[BinnedNode]] {
    trees.map { tree in
      tree.nodes.map { node in
        switch node {
        case .leaf(let value): BinnedNode(leaf: value)
        case .cut(let cut, let threshold, let missingGoesLeft, let left, let right):
          BinnedNode(
            feature: tree.input(of: cut),
            cut: binned(cut, threshold, missingGoesLeft, of: tree), left: left, right: right)
        }
      }
    }
  }

  private func binned(
    _ cut: Int, _ threshold: Float, _ missingGoesLeft: Bool, of tree: ForestTree
  ) -> BinCut {
    guard cut < 0 else {
      return BinCut(bin: edges[cut].bin(of: threshold), missingGoesLeft: missingGoesLeft)
    }
    var left = tree.subsets[-1 - cut].left
    if missingGoesLeft { left.insert(255) }
    return BinCut(subset: left)
  }

  /// Goes on after trees that were grown before.
  func resume(after trees: [ForestTree]) { self.trees = trees }

  /// Weights scaled to a mean magnitude of 1.
  static func scaled(_ weights: [Double]) -> [Float] {
    let scale = Double(weights.count) / weights.reduce(0) { $0 + $1.magnitude }
    return weights.map { Float($0 * scale) }
  }
}
