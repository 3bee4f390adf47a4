import WinnowKernels

/// Grows the trees of a training: draws rows and features, quantises derivatives, finds cuts, and
/// keeps the finished trees.
final class TreeFitter {
  let edges: [BinEdges]
  private let options: BoostingOptions
  private let seed: UInt64
  private let team: ThreadTeam
  private let grower: TreeGrower
  private(set) var trees: [ForestTree] = []
  /// The gains of each tree's cuts, summed by feature.
  private var gains: [[Double]] = []

  init(
    _ training: BoostingSample, weights: [Float], options: BoostingOptions, seed: UInt64,
    team: ThreadTeam
  ) {
    self.options = options
    self.seed = seed
    self.team = team
    let rows = BinEdges.rows(of: weights.count, limit: Self.quantileRows, seed: seed)
    edges = team.map(training.columns.count) {
      options.categorical.contains($0)
        ? BinEdges(categoriesOf: training.columns[$0])
        : BinEdges(
          quantilesOf: training.columns[$0], weights: weights, rows: rows, bins: options.bins)
    }
    let binned = BinnedSample(
      columns: training.columns, edges: edges, forTraining: true, team: team)
    grower = TreeGrower(sample: binned, options: options.growth, team: team)
  }

  /// Rows that quantiles are computed from.
  private static var quantileRows: Int { 200_000 }

  /// Whether each tree sees all rows.
  var drawsAllRows: Bool { options.sampling == .subset && options.subsample >= 1 }

  /// Grows a tree on the present derivatives of the rows; resampling changes them.
  func grow(_ number: Int, on rows: ScoredRows) -> GrownTree {
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
      quantiser: quantiser, draws: draws)
  }

  /// The exact sums of the derivatives of each leaf of the tree grown last.
  func leafSums(of grown: GrownTree, _ rows: ScoredRows) -> [DerivativeSums] {
    LeafValues.sums(of: grown, lists: grower.lists, rows: rows, team: team)
  }

  /// Keeps the tree grown last and adds its values to the scores of all rows.
  func keep(_ grown: GrownTree, values: [Float], addingTo rows: ScoredRows) {
    if drawsAllRows {
      LeafValues.add(values, of: grown, lists: grower.lists, to: rows, team: team)
    } else {
      rows.add(grown.binned(values: values), of: grower.sample)
    }
    trees.append(ForestTree(grown, values: values, edges: edges))
    var sums = [Double](repeating: 0, count: edges.count)
    for split in grown.nodes.compactMap(\.split) { sums[split.feature] += split.cut.gain }
    gains.append(sums)
  }

  /// Takes back the tree kept last.
  func discardLast() {
    trees.removeLast()
    gains.removeLast()
  }

  /// The gains by feature over the first trees, with sum 1; zeros where there are none.
  func importance(keeping kept: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: edges.count)
    for tree in gains.prefix(kept) {
      for (feature, gain) in tree.enumerated() { sums[feature] += gain }
    }
    let total = sums.reduce(0, +)
    return total > 0 ? sums.map { $0 / total } : sums
  }

  /// Weights scaled to a mean magnitude of 1.
  static func scaled(_ weights: [Double]) -> [Float] {
    let scale = Double(weights.count) / weights.reduce(0) { $0 + $1.magnitude }
    return weights.map { Float($0 * scale) }
  }
}
