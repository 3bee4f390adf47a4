import WinnowKernels
import WinnowMath

/// Cuts on Fisher discriminants of correlated features.
public struct FisherCutOptions: Sendable, Hashable {
  /// A feature takes part at a node if its correlation with another exceeds this in either class.
  public var minCorrelation = 0.8
  /// Whether features in the discriminant of a node are not cut on by themselves there.
  public var excludesItsFeatures = false

  public init() {}
}

/// Trees whose nodes may cut on Fisher's discriminant of their own events, as TMVA's `UseFisherCuts`.
///
/// Single features are cut between bins, the discriminant between any two events.
final class ObliqueTrees: TreeSource {
  private let training: BoostingSample
  private let validation: BoostingSample?
  private let options: VotingOptions
  private let search: ObliqueSearch
  private let seed: UInt64
  private(set) var trees: [ForestTree] = []
  private(set) var combinations: [LinearCombination] = []

  init(
    _ training: BoostingSample, _ validation: BoostingSample?, weights: [Float],
    _ options: VotingOptions, _ fisher: FisherCutOptions, seed: UInt64, team: ThreadTeam
  ) {
    self.training = training
    self.validation = validation
    self.options = options
    self.seed = seed
    search = ObliqueSearch(training, weights: weights, options, fisher, seed: seed, team: team)
  }

  var features: Int { training.columns.count + combinations.count }

  func add(
    _ number: Int, to rows: ScoredRows, validation held: ScoredRows?,
    value: (DerivativeSums) -> Float
  ) {
    let tree = grow(drawn(number, rows), rows, value)
    trees.append(tree)
    for (sample, rows) in [(training, rows), (validation, held)] {
      guard let sample, let rows else { continue }
      rows.update { rows.scores[$0] = answer(of: tree, sample.columns, $0) }
    }
  }

  func discardLast() { trees.removeLast() }

  func resume(after trees: [ForestTree], _ combinations: [LinearCombination]) {
    self.trees = trees
    self.combinations = combinations
  }

  private func answer(of tree: ForestTree, _ columns: [[Float]], _ event: Int) -> Float {
    tree.value { feature in
      feature < columns.count
        ? columns[feature][event] : combinations[feature - columns.count].value(columns, event)
    }
  }

  /// The rows that a tree sees; a bootstrap changes their derivatives.
  private func drawn(_ number: Int, _ rows: ScoredRows) -> [Int] {
    let draws = TreeDraws(seed: seed, tree: number), boosting = options.boosting
    let isBootstrap = boosting.sampling == .poisson
    let key = draws.key(RandomStream.rows)
    if isBootstrap { rows.resample(by: PoissonDraw(mean: boosting.subsample, key: key)) }
    let quantiser = Quantiser(
      largest: (1, 1), key: key, drawKey: key, fraction: isBootstrap ? 1 : boosting.subsample)
    return (0..<rows.count).filter {
      quantiser.draws(row: UInt32(truncatingIfNeeded: $0)) && rows.hessians[$0] != 0
    }
  }

  private struct Leaf {
    let node: Int
    let rows: [Int]
    let depth: Int
    let cut: ObliqueCut?
  }

  private func grow(
    _ drawn: [Int], _ rows: ScoredRows, _ value: (DerivativeSums) -> Float
  ) -> ForestTree {
    let growth = options.boosting.growth
    var nodes: [ForestTree.Node] = [.leaf(value: 0)]
    var gains: [Float] = [0]
    func leaf(_ node: Int, _ members: [Int], _ depth: Int) -> Leaf {
      let mayCut = growth.maxDepth == 0 || depth < growth.maxDepth
      return Leaf(
        node: node, rows: members, depth: depth, cut: mayCut ? search.best(members, rows) : nil)
    }
    var leaves = [leaf(0, drawn, 0)]
    while leaves.count < growth.maxLeaves, let next = Self.next(leaves, growth.order) {
      let parent = leaves.remove(at: next)
      guard let cut = parent.cut else { break }
      let (left, right) = (nodes.count, nodes.count + 1)
      nodes[parent.node] = .cut(
        feature: feature(of: cut), threshold: cut.threshold, missingGoesLeft: false, left: left,
        right: right)
      gains[parent.node] = Float(cut.gain)
      nodes += [.leaf(value: 0), .leaf(value: 0)]
      gains += [0, 0]
      let passes = parent.rows.map { cut.value(training.columns, $0) > cut.threshold }
      leaves.append(leaf(left, zip(parent.rows, passes).compactMap { $1 ? nil : $0 }, parent.depth + 1))
      leaves.append(leaf(right, zip(parent.rows, passes).compactMap { $1 ? $0 : nil }, parent.depth + 1))
    }
    var events = [Float](repeating: 0, count: nodes.count)
    for leaf in leaves {
      nodes[leaf.node] = .leaf(value: value(ObliqueSearch.sums(leaf.rows, rows)))
      events[leaf.node] = Float(leaf.rows.count)
    }
    return ForestTree(nodes, statistics: Self.statistics(nodes, events, gains))
  }

  private static func statistics(
    _ nodes: [ForestTree.Node], _ leafEvents: [Float], _ gains: [Float]
  ) -> [ForestTree.Statistics] {
    var events = leafEvents
    for place in nodes.indices.reversed() {
      if case .cut(_, _, _, let left, let right) = nodes[place] {
        events[place] = events[left] + events[right]
      }
    }
    return zip(events, gains).map { ForestTree.Statistics(events: $0, gain: $1) }
  }

  private static func next(_ leaves: [Leaf], _ order: GrowthOrder) -> Int? {
    leaves.indices.filter { leaves[$0].cut != nil }.min { first, second in
      let a = leaves[first], b = leaves[second]
      if order == .depthWise, a.depth != b.depth { return a.depth < b.depth }
      let gainA = a.cut?.gain ?? 0, gainB = b.cut?.gain ?? 0
      return gainA == gainB ? a.node < b.node : gainA > gainB
    }
  }

  /// The number that the trees know a cut's feature or combination by.
  private func feature(of cut: ObliqueCut) -> Int {
    switch cut.on {
    case .feature(let feature): return feature
    case .combination(let combination):
      combinations.append(combination)
      return training.columns.count + combinations.count - 1
    }
  }
}

/// A cut on a feature or on a combination of several.
struct ObliqueCut {
  enum Direction {
    case feature(Int)
    case combination(LinearCombination)
  }

  let on: Direction
  let threshold: Float
  let gain: Double

  func value(_ columns: [[Float]], _ event: Int) -> Float {
    switch on {
    case .feature(let feature): columns[feature][event]
    case .combination(let combination): combination.value(columns, event)
    }
  }
}
