import WinnowKernels

/// Grows one tree after another on the rows of one sample. Knows derivatives, no loss and no boosting.
///
/// All memory is allocated at the start. The tree's bits do not depend on the number of threads.
final class TreeGrower {
  let sample: BinnedSample
  /// A node's rows stand in one list, its children's in the other. Fill list 0 before `grow`.
  let lists: [SharedBuffer<RowEntry>]
  private let options: GrowthOptions
  private let team: ThreadTeam
  private let histograms: NodeHistograms
  /// Candidates of the nodes being searched: `found[child · features + feature]`.
  private let found: SharedBuffer<BinSplit?>

  init(sample: BinnedSample, options: GrowthOptions, team: ThreadTeam) {
    precondition(sample.rows <= HistogramLayout.maximumRows, "too many rows")
    self.sample = sample
    self.options = options
    self.team = team
    let empty = RowEntry(row: 0, gradient: 0, hessian: 0)
    lists = [
      SharedBuffer(repeating: empty, count: sample.rows),
      SharedBuffer(repeating: empty, count: sample.rows),
    ]
    histograms = NodeHistograms(sample: sample, slots: max(2, options.maxLeaves), team: team)
    found = SharedBuffer(repeating: nil, count: 2 * sample.edges.count)
  }

  /// A leaf that may yet be split.
  private struct Candidate {
    let node: Int
    let leaf: GrownTree.Leaf
    let depth: Int
    var sums = BinSums()
    /// The slot of its histogram.
    let slot: Int
    /// Groups of interacting features that are open to it.
    let groups: [Int]
    /// The features that it may be cut on, and those whose histograms are filled.
    var features: FeatureSet
    var filled: FeatureSet
    var feature = 0
    var split: BinSplit?
  }

  /// Where and by what rule a tree may be cut.
  private struct Search {
    let choice: FeatureChoice
    let rule: SplitRule
    let draws: TreeDraws
    let none: FeatureSet
  }

  /// Grows a tree on the first `rows` entries of list 0.
  ///
  /// - Parameter features: those that may be cut on, rising.
  func grow(
    rows: Int, features: [Int], quantiser: Quantiser, draws: TreeDraws
  ) -> GrownTree {
    let count = sample.edges.count
    let choice = FeatureChoice(features, of: count, options: options, draws: draws)
    let search = Search(
      choice: choice, rule: rule(quantiser), draws: draws, none: FeatureSet([], of: count))
    var tree = GrownTree(nodes: [GrownTree.Node()], leaves: [])
    var open = [root(rows: rows, search)]
    var closed: [Candidate] = []
    while open.count + closed.count < options.maxLeaves, let next = takeNext(&open) {
      guard let split = next.split else {
        closed.append(next)
        continue
      }
      let left = tree.nodes.count
      tree.nodes += [GrownTree.Node(), GrownTree.Node()]
      tree.nodes[next.node].split = GrownTree.Split(feature: next.feature, cut: split, left: left)
      let freeSlot = open.count + closed.count + 1
      open += divide(next, split, into: left, freeSlot: freeSlot, search)
    }
    for candidate in (open + closed).sorted(by: { $0.node < $1.node }) {
      tree.nodes[candidate.node].leaf = tree.leaves.count
      tree.leaves.append(candidate.leaf)
    }
    return tree
  }

  private func rule(_ quantiser: Quantiser) -> SplitRule {
    var rule = SplitRule(
      gradientUnit: Double(quantiser.gradientUnit), hessianUnit: Double(quantiser.hessianUnit))
    rule.l1 = options.l1
    rule.l2 = options.l2
    rule.minimumHessian = options.minChildWeight
    rule.minimumCount = max(1, options.minNodeSize)
    rule.categorySmoothing = options.categorySmoothing
    // The loss, without penalties, gives the cuts of the Gini index, and faster.
    rule.separation = options.separation == .gini ? nil : options.separation
    if options.monotone.contains(where: { $0 != 0 }) { rule.bounds = ValueBounds() }
    return rule
  }

  private func takeNext(_ open: inout [Candidate]) -> Candidate? {
    let byLevel = options.order == .depthWise
    let best = open.indices.max { first, second in
      let a = open[first], b = open[second]
      if byLevel && a.depth != b.depth { return a.depth > b.depth }
      let gainA = a.split?.gain ?? -1, gainB = b.split?.gain ?? -1
      return gainA == gainB ? a.node > b.node : gainA < gainB
    }
    return best.map { open.remove(at: $0) }
  }

  private func root(rows: Int, _ search: Search) -> Candidate {
    var root = Candidate(
      node: 0, leaf: GrownTree.Leaf(list: 0, rows: 0..<rows), depth: 0, slot: 0,
      groups: search.choice.groups, features: search.none, filled: search.none)
    choose(&root, search)
    guard let filled = root.filled.list.first else { return root }
    histograms.build(0, from: lists[0], rows: 0..<rows, features: root.filled)
    root.sums = histograms.feature(filled, of: 0, histogramTotal)
    var candidates = [root]
    find(&candidates, search) { _ in }
    return candidates[0]
  }

  /// Parts a leaf's rows and looks for the best splits of its children.
  private func divide(
    _ parent: Candidate, _ split: BinSplit, into left: Int, freeSlot: Int, _ search: Search
  ) -> [Candidate] {
    part(parent, split)
    let leftIsSmaller = 2 * split.left.count <= parent.sums.count
    var children = children(
      of: parent, split, at: left,
      slots: leftIsSmaller ? [freeSlot, parent.slot] : [parent.slot, freeSlot], search)
    // The last leaves need no histograms: they are not split.
    if freeSlot + 1 >= options.maxLeaves { return children }
    for index in children.indices { choose(&children[index], search) }
    let smaller = children[leftIsSmaller ? 0 : 1], larger = children[leftIsSmaller ? 1 : 0]
    let inherited = larger.filled.intersection(parent.filled)
    fill(smaller, smaller.filled.union(inherited))
    fill(larger, larger.filled.subtracting(parent.filled))
    find(&children, search) { feature in
      guard inherited.contains(feature) else { return }
      histograms.subtract(freeSlot, from: parent.slot, feature: feature)
    }
    return children
  }

  private func children(
    of parent: Candidate, _ split: BinSplit, at left: Int, slots: [Int], _ search: Search
  ) -> [Candidate] {
    let rows = parent.leaf.rows, middle = rows.lowerBound + Int(split.left.count)
    let ranges = [rows.lowerBound..<middle, middle..<rows.upperBound]
    let sums = [split.left, parent.sums - split.left]
    let rule = rule(for: parent, feature: parent.feature, search)
    let bounds = parent.leaf.bounds.parted(
      left: rule.value(sums[0]), right: rule.value(sums[1]), direction: rule.direction)
    return (0..<2).map { side in
      Candidate(
        node: left + side,
        leaf: GrownTree.Leaf(
          list: 1 - parent.leaf.list, rows: ranges[side],
          bounds: side == 0 ? bounds.left : bounds.right),
        depth: parent.depth + 1, sums: sums[side], slot: slots[side],
        groups: search.choice.groups(parent.groups, below: parent.feature),
        features: search.none, filled: search.none)
    }
  }

  /// The rule within the bounds of a node.
  private func rule(for node: Candidate, feature: Int, _ search: Search) -> SplitRule {
    var rule = search.rule
    if rule.bounds != nil {
      rule.bounds = node.leaf.bounds
      rule.direction = options.monotone[feature]
    }
    return rule
  }

  private func fill(_ node: Candidate, _ features: FeatureSet) {
    histograms.build(
      node.slot, from: lists[node.leaf.list], rows: node.leaf.rows, features: features)
  }

  private func part(_ parent: Candidate, _ split: BinSplit) {
    let source = lists[parent.leaf.list], target = lists[1 - parent.leaf.list]
    let partition = RowPartition(
      range: parent.leaf.rows, cut: BinCut(split), leftCount: Int(split.left.count))
    team.run(PartitionHalf.allCases.count) { task in
      sample.column(parent.feature) { column in
        partitionRows(
          PartitionHalf.allCases[task], of: partition, from: source, to: target, column: column)
      }
    }
  }

  /// Decides which features a node is searched for: none where it may not be split.
  private func choose(_ node: inout Candidate, _ search: Search) {
    guard options.maxDepth == 0 || node.depth < options.maxDepth,
      node.leaf.rows.count >= 2 * max(1, options.minNodeSize)
    else { return }
    (node.features, node.filled) = search.choice.features(
      ofNode: node.node, depth: node.depth, groups: node.groups)
  }

  /// Finds the best split of each candidate; `prepare(feature)` first completes the histograms.
  private func find(
    _ candidates: inout [Candidate], _ search: Search, prepare: (Int) -> Void
  ) {
    if candidates.allSatisfy(\.filled.list.isEmpty) { return }
    let features = search.choice.tree.list, nodes = candidates, all = sample.edges.count
    team.run(over: features.count, chunk: 2) { _, range in
      for feature in features[range] {
        prepare(feature)
        for index in nodes.indices where nodes[index].features.contains(feature) {
          found[index * all + feature] = split(of: feature, at: nodes[index], search)
        }
      }
    }
    for index in nodes.indices {
      var best = options.minGain
      for feature in nodes[index].features.list {
        guard let split = found[index * all + feature], split.gain > best else { continue }
        best = split.gain
        candidates[index].feature = feature
        candidates[index].split = split
      }
    }
  }

  private func split(of feature: Int, at node: Candidate, _ search: Search) -> BinSplit? {
    let edges = sample.edges[feature], rule = rule(for: node, feature: feature, search)
    let draw = options.randomCuts ? search.draws.cut(node: node.node, feature: feature) : nil
    return histograms.feature(feature, of: node.slot) {
      edges.categories == nil
        ? bestSplit($0, bins: edges.count, node: node.sums, rule: rule, draw: draw)
        : bestCategorySplit($0, bins: edges.count, node: node.sums, rule: rule, draw: draw)
    }
  }
}
