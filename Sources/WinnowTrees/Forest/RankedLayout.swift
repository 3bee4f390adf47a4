import WinnowKernels

/// Trees laid out for `evaluateRanked`: cuts compare the ranks of values, and the numbers of the leaves
/// travel upwards.
struct RankedLayout: ForestLayout {
  private let columns: [RankColumn]
  private let table: [Float]
  private var trees: [RankedTree] = []
  private var cuts: [RankedCut] = []
  private var values: [Float] = []

  /// As few layouts as hold the trees: halves where one would have too many thresholds.
  static func covering(_ trees: ArraySlice<ForestTree>, features: Int) -> [RankedLayout] {
    if let thresholds = RankedThresholds(trees, features: features) {
      return [RankedLayout(trees, thresholds)]
    }
    // A single tree always fits.
    let middle = (trees.startIndex + trees.endIndex) / 2
    return covering(trees[..<middle], features: features)
      + covering(trees[middle...], features: features)
  }

  private init(_ trees: ArraySlice<ForestTree>, _ thresholds: RankedThresholds) {
    (columns, table) = thresholds.tables
    for tree in trees { append(tree, thresholds) }
    // Whole vectors are looked up.
    values += Array(repeating: 0, count: 64)
  }

  /// Cuts rise from the leaves, those that could be decided at once together: then a cut seldom waits
  /// for the one before it.
  private mutating func append(_ tree: ForestTree, _ thresholds: RankedThresholds) {
    var slots: [Int] = []
    slots.reserveCapacity(tree.nodes.count)
    var leaves = 0
    for case .leaf(let value) in tree.nodes { values.append(value) }
    for node in tree.nodes {
      if case .leaf = node {
        slots.append(leaves)
        leaves += 1
      } else {
        slots.append(-1)
      }
    }
    var next = RankedCut.constants
    for place in Self.risingCuts(tree) {
      guard case .cut(let feature, let threshold, let missingGoesLeft, let left, let right) =
        tree.nodes[place]
      else { continue }
      let rank = thresholds.rank(
        of: threshold,
        in: RankedThresholds.key(feature, missingGoesLeft: missingGoesLeft))
      // A child's slot is free again.
      let reused = max(slots[left], slots[right])
      slots[place] = reused < RankedCut.constants ? next : reused
      if slots[place] == next { next += 1 }
      cuts.append(
        RankedCut(
          rank: rank.rank, column: rank.column, left: slots[left], right: slots[right],
          target: slots[place]))
    }
    trees.append(RankedTree(cuts: tree.nodes.count - leaves, leaves: leaves))
  }

  /// The cuts by their height above the leaves.
  private static func risingCuts(_ tree: ForestTree) -> [Int] {
    var heights = [Int](repeating: 0, count: tree.nodes.count)
    for place in tree.nodes.indices.reversed() {
      guard case .cut(_, _, _, let left, let right) = tree.nodes[place] else { continue }
      heights[place] = max(heights[left], heights[right]) + 1
    }
    // Counting sort; leaves have the height 0.
    var next = [Int](repeating: 0, count: heights[0] + 2)
    for height in heights where height > 0 { next[height + 1] += 1 }
    for height in next.indices.dropFirst() { next[height] += next[height - 1] }
    var order = [Int](repeating: 0, count: next[heights[0] + 1])
    for (place, height) in heights.enumerated() where height > 0 {
      order[next[height]] = place
      next[height] += 1
    }
    return order
  }

  func add(to scores: SharedBuffer<Float>, _ inputs: ForestInputs, blocks: Range<Int>) {
    let ranks = SharedBuffer<UInt8>(repeating: 0, count: columns.count * forestBlock)
    let slots = Self.slots()
    for block in blocks {
      for (place, column) in columns.enumerated() {
        ranks.write(place * forestBlock..<(place + 1) * forestBlock) { ranks in
          inputs.rank(block, by: column, table: table.span, into: &ranks)
        }
      }
      evaluate(ranks, slots, to: scores, block: block)
    }
  }

  private func evaluate(
    _ ranks: SharedBuffer<UInt8>, _ slots: SharedBuffer<UInt8>, to scores: SharedBuffer<Float>,
    block: Int
  ) {
    let forest = RankedForest(trees: trees.span, cuts: cuts.span, values: values.span)
    ranks.read { ranks in
      slots.write(0..<slots.count) { slots in
        scores.write(block * forestBlock..<(block + 1) * forestBlock) { scores in
          evaluateRanked(forest, ranks: ranks, slots: &slots, scores: &scores)
        }
      }
    }
  }

  /// The constants, and room for the cuts: one slot for each cut between two leaves.
  private static func slots() -> SharedBuffer<UInt8> {
    let slots = SharedBuffer<UInt8>(
      repeating: 0, count: (RankedCut.constants + RankedCut.constants / 2) * forestBlock)
    slots.write(0..<RankedCut.constants * forestBlock) { slots in
      for index in slots.indices { slots[index] = UInt8(index / forestBlock) }
    }
    return slots
  }
}
