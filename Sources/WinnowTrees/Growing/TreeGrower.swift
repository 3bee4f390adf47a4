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
    let sums: BinSums
    /// The slot of its histogram.
    let slot: Int
    var feature = 0
    var split: BinSplit?
  }

  /// Where and by what rule a tree may be cut.
  private struct Search {
    let features: [Int]
    let rule: SplitRule
    let draws: TreeDraws
  }

  /// Grows a tree on the first `rows` entries of list 0.
  ///
  /// - Parameter features: those that may be cut on, rising.
  func grow(
    rows: Int, features: [Int], quantiser: Quantiser, draws: TreeDraws
  ) -> GrownTree {
    let search = Search(features: features, rule: rule(quantiser), draws: draws)
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
    // The loss, without penalties, gives the cuts of the Gini index, and faster.
    rule.separation = options.separation == .gini ? nil : options.separation
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
    histograms.build(0, from: lists[0], rows: 0..<rows)
    let sums = histograms.feature(search.features[0], of: 0, histogramTotal)
    let leaf = GrownTree.Leaf(list: 0, rows: 0..<rows)
    var candidates = [Candidate(node: 0, leaf: leaf, depth: 0, sums: sums, slot: 0)]
    find(&candidates, search) { _ in }
    return candidates[0]
  }

  /// Parts a leaf's rows and looks for the best splits of its children.
  private func divide(
    _ parent: Candidate, _ split: BinSplit, into left: Int, freeSlot: Int, _ search: Search
  ) -> [Candidate] {
    part(parent, split)
    let rows = parent.leaf.rows, middle = rows.lowerBound + Int(split.left.count)
    let right = parent.sums - split.left
    let leftIsSmaller = split.left.count <= right.count
    func child(_ node: Int, _ range: Range<Int>, _ sums: BinSums, isSmaller: Bool) -> Candidate {
      Candidate(
        node: node, leaf: GrownTree.Leaf(list: 1 - parent.leaf.list, rows: range),
        depth: parent.depth + 1, sums: sums, slot: isSmaller ? freeSlot : parent.slot)
    }
    var children = [
      child(left, rows.lowerBound..<middle, split.left, isSmaller: leftIsSmaller),
      child(left + 1, middle..<rows.upperBound, right, isSmaller: !leftIsSmaller),
    ]
    // The last leaves need no histograms: they are not split.
    if freeSlot + 1 >= options.maxLeaves || !children.contains(where: maySplit) { return children }
    let smaller = children[leftIsSmaller ? 0 : 1]
    histograms.build(freeSlot, from: lists[smaller.leaf.list], rows: smaller.leaf.rows)
    find(&children, search) { feature in
      histograms.subtract(freeSlot, from: parent.slot, feature: feature)
    }
    return children
  }

  private func part(_ parent: Candidate, _ split: BinSplit) {
    let source = lists[parent.leaf.list], target = lists[1 - parent.leaf.list]
    let cut = BinCut(bin: split.bin, missingGoesLeft: split.missingGoesLeft)
    let partition = RowPartition(
      range: parent.leaf.rows, cut: cut, leftCount: Int(split.left.count))
    team.run(PartitionHalf.allCases.count) { task in
      sample.column(parent.feature) { column in
        partitionRows(
          PartitionHalf.allCases[task], of: partition, from: source, to: target, column: column)
      }
    }
  }

  private func maySplit(_ candidate: Candidate) -> Bool {
    (options.maxDepth == 0 || candidate.depth < options.maxDepth)
      && candidate.sums.count >= 2 * max(1, options.minNodeSize)
  }

  /// Finds the best split of each candidate; `prepare(feature)` first completes the histograms.
  private func find(
    _ candidates: inout [Candidate], _ search: Search, prepare: (Int) -> Void
  ) {
    let features = search.features
    let searched = candidates.indices.filter { maySplit(candidates[$0]) }
    let nodes = candidates, all = sample.edges.count
    let mayCut = searched.map { allowed(at: nodes[$0].node, search) }
    team.run(over: features.count, chunk: 2) { _, range in
      for feature in features[range] {
        prepare(feature)
        for (index, allowed) in zip(searched, mayCut) {
          found[index * all + feature] = allowed?.contains(feature) == false
            ? nil : split(of: feature, at: nodes[index], search)
        }
      }
    }
    for index in searched {
      var best = options.minGain
      for feature in features {
        guard let split = found[index * all + feature], split.gain > best else { continue }
        best = split.gain
        candidates[index].feature = feature
        candidates[index].split = split
      }
    }
  }

  private func split(of feature: Int, at node: Candidate, _ search: Search) -> BinSplit? {
    histograms.feature(feature, of: node.slot) {
      bestSplit(
        $0, bins: sample.edges[feature].count, node: node.sums, rule: search.rule,
        draw: options.randomCuts ? search.draws.cut(node: node.node, feature: feature) : nil)
    }
  }

  /// The features that a node may be cut on; nil: all of the tree's.
  private func allowed(at node: Int, _ search: Search) -> Set<Int>? {
    let all = search.features
    guard let wanted = options.featuresPerNode, wanted < all.count else { return nil }
    return Set(search.draws.places(max(1, wanted), of: all.count, node: node).map { all[$0] })
  }
}
