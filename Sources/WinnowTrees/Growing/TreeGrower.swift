import WinnowKernels

/// Grows one tree after another on the rows of one sample. Knows derivatives, no loss and no boosting.
///
/// All memory is allocated at the start: splitting a node allocates nothing, unless nodes draw features or
/// are limited to groups of them. The tree's bits do not depend on the number of threads.
final class TreeGrower {
  let sample: BinnedSample
  /// A node's rows stand in one list, its children's in the other. Fill list 0 before `grow`.
  let lists: [SharedBuffer<RowEntry>]
  private let options: GrowthOptions
  private let team: ThreadTeam
  /// No tree has more leaves.
  private let leafLimit: Int
  private let histograms: NodeHistograms
  /// Candidates of the nodes being searched: `found[child · features + feature]`.
  private let found: SharedBuffer<BinSplit?>
  /// Leaves that may yet be split, those that cannot be, and those that are being looked at.
  private var open: [Candidate] = []
  private var closed: [Candidate] = []
  private var searched: [Candidate] = []

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
    leafLimit = max(2, min(options.maxLeaves, sample.rows / max(1, options.minNodeSize)))
    histograms = NodeHistograms(sample: sample, slots: leafLimit, team: team)
    found = SharedBuffer(repeating: nil, count: 2 * sample.edges.count)
    open.reserveCapacity(leafLimit)
    closed.reserveCapacity(leafLimit)
    searched.reserveCapacity(2)
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
    var features = FeatureSet.none
    var filled = FeatureSet.none
    var feature = 0
    var split: BinSplit?
  }

  /// Where and by what rule a tree may be cut.
  private struct Search {
    let choice: FeatureChoice
    let rule: SplitRule
    let draws: TreeDraws
    let minGain: Double
  }

  /// Histograms that the larger child has as its parent's minus the smaller child's.
  private struct Inheritance {
    let features: FeatureSet
    /// Slots; the parent's is that of the larger child.
    let parent: Int
    let smaller: Int

    func complete(_ histograms: NodeHistograms, _ feature: Int) {
      guard features.contains(feature) else { return }
      histograms.subtract(smaller, from: parent, feature: feature)
    }
  }

  /// Grows a tree on the first `rows` entries of list 0.
  ///
  /// - Parameters:
  ///   - features: those that may be cut on, rising.
  ///   - minGain: what a split must bring; nil: as the options say.
  func grow(
    rows: Int, features: [Int], quantiser: Quantiser, draws: TreeDraws, minGain: Double? = nil
  ) -> GrownTree {
    let choice = FeatureChoice(
      features, of: sample.edges.count, options: options, draws: draws)
    let search = Search(
      choice: choice, rule: rule(quantiser), draws: draws, minGain: minGain ?? options.minGain)
    var tree = GrownTree(nodes: [GrownTree.Node()], leaves: [])
    tree.nodes.reserveCapacity(2 * leafLimit)
    tree.leaves.reserveCapacity(leafLimit)
    open.removeAll(keepingCapacity: true)
    closed.removeAll(keepingCapacity: true)
    searchRoot(rows: rows, search)
    open.append(contentsOf: searched)
    while open.count + closed.count < options.maxLeaves, let next = takeNext() {
      guard let split = next.split else {
        closed.append(next)
        continue
      }
      let left = tree.nodes.count
      tree.nodes.append(GrownTree.Node())
      tree.nodes.append(GrownTree.Node())
      tree.nodes[next.node].split = GrownTree.Split(feature: next.feature, cut: split, left: left)
      divide(next, split, into: left, freeSlot: open.count + closed.count + 1, search)
      open.append(contentsOf: searched)
    }
    closed.append(contentsOf: open)
    numberLeaves(of: &tree)
    return tree
  }

  /// In the order of the nodes.
  private func numberLeaves(of tree: inout GrownTree) {
    for (place, candidate) in closed.enumerated() { tree.nodes[candidate.node].leaf = place }
    for node in tree.nodes.indices where tree.nodes[node].split == nil {
      tree.leaves.append(closed[tree.nodes[node].leaf].leaf)
      tree.nodes[node].leaf = tree.leaves.count - 1
    }
  }

  private func rule(_ quantiser: Quantiser) -> SplitRule {
    var rule = SplitRule(
      gradientUnit: Double(quantiser.gradientUnit), hessianUnit: Double(quantiser.hessianUnit))
    rule.l1 = options.l1
    rule.l2 = options.l2
    rule.minimumHessian = options.minChildWeight
    rule.minimumCount = max(1, options.minNodeSize)
    rule.categories = options.categories
    // The loss, without penalties, gives the cuts of the Gini index, and faster.
    rule.separation = options.separation == .gini ? nil : options.separation
    if options.monotone.contains(where: { $0 != 0 }) { rule.bounds = ValueBounds() }
    return rule
  }

  private func takeNext() -> Candidate? {
    let byLevel = options.order == .depthWise
    let best = open.indices.max { first, second in
      let a = open[first], b = open[second]
      if byLevel && a.depth != b.depth { return a.depth > b.depth }
      let gainA = a.split?.gain ?? -1, gainB = b.split?.gain ?? -1
      return gainA == gainB ? a.node > b.node : gainA < gainB
    }
    return best.map { open.remove(at: $0) }
  }

  /// Leaves the root in `searched`.
  private func searchRoot(rows: Int, _ search: Search) {
    var root = Candidate(
      node: 0, leaf: GrownTree.Leaf(list: 0, rows: 0..<rows), depth: 0, slot: 0,
      groups: search.choice.groups)
    choose(&root, search)
    if let filled = root.filled.list.first {
      histograms.build(0, from: lists[0], rows: 0..<rows, features: root.filled)
      root.sums = histograms.feature(filled, of: 0, histogramTotal)
    }
    searched.removeAll(keepingCapacity: true)
    searched.append(root)
    find(search)
  }

  /// Parts a leaf's rows and looks for the best splits of its children, which it leaves in `searched`.
  private func divide(
    _ parent: Candidate, _ split: BinSplit, into left: Int, freeSlot: Int, _ search: Search
  ) {
    part(parent, split)
    let leftIsSmaller = 2 * split.left.count <= parent.sums.count
    setChildren(
      of: parent, split, at: left,
      slots: leftIsSmaller ? (freeSlot, parent.slot) : (parent.slot, freeSlot), search)
    // The last leaves need no histograms: they are not split.
    if freeSlot + 1 >= options.maxLeaves { return }
    for index in searched.indices { choose(&searched[index], search) }
    let smaller = searched[leftIsSmaller ? 0 : 1], larger = searched[leftIsSmaller ? 1 : 0]
    let inherited = larger.filled.intersection(parent.filled)
    fill(smaller, smaller.filled.union(inherited))
    fill(larger, larger.filled.subtracting(parent.filled))
    find(search, Inheritance(features: inherited, parent: parent.slot, smaller: freeSlot))
  }

  private func setChildren(
    of parent: Candidate, _ split: BinSplit, at left: Int, slots: (Int, Int), _ search: Search
  ) {
    let rows = parent.leaf.rows, middle = rows.lowerBound + Int(split.left.count)
    let right = parent.sums - split.left
    let rule = rule(for: parent, feature: parent.feature, search)
    let bounds = parent.leaf.bounds.parted(
      left: rule.value(split.left), right: rule.value(right), direction: rule.direction)
    let groups = search.choice.groups(parent.groups, below: parent.feature)
    func child(_ node: Int, _ rows: Range<Int>, _ bounds: ValueBounds) -> Candidate {
      Candidate(
        node: node,
        leaf: GrownTree.Leaf(
          list: 1 - parent.leaf.list, rows: rows, bounds: bounds, addedL2: split.addedL2),
        depth: parent.depth + 1, sums: node == left ? split.left : right,
        slot: node == left ? slots.0 : slots.1, groups: groups)
    }
    searched.removeAll(keepingCapacity: true)
    searched.append(child(left, rows.lowerBound..<middle, bounds.left))
    searched.append(child(left + 1, middle..<rows.upperBound, bounds.right))
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
      range: parent.leaf.rows, cut: BinCut(split), leftCount: Int(split.left.count),
      format: sample.format)
    team.run(2, on: (sample, parent.feature, partition, source, target)) { work, task in
      let (sample, feature, partition, source, target) = work
      sample.column(feature) { column in
        partitionRows(
          PartitionHalf(task: task), of: partition, from: source, to: target, column: column)
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

  /// Finds the best split of each of `searched`, whose histograms it first completes.
  private func find(_ search: Search, _ inheritance: Inheritance? = nil) {
    if searched.allSatisfy(\.filled.isEmpty) { return }
    team.run(search.choice.tree.list.count, on: (self, search, inheritance)) { work, place in
      let (grower, search, inheritance) = work, feature = search.choice.tree.list[place]
      inheritance?.complete(grower.histograms, feature)
      grower.find(feature, search)
    }
    let all = sample.edges.count
    for index in searched.indices {
      var best = search.minGain, chosen: Int?
      for feature in searched[index].features.list {
        guard let split = found[index * all + feature], split.gain > best else { continue }
        best = split.gain
        chosen = feature
      }
      guard let chosen else { continue }
      searched[index].feature = chosen
      searched[index].split = found[index * all + chosen]
    }
  }

  /// The best cut on a feature at each of `searched`.
  private func find(_ feature: Int, _ search: Search) {
    for index in searched.indices where searched[index].features.contains(feature) {
      found[index * sample.edges.count + feature] = split(of: feature, at: searched[index], search)
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
