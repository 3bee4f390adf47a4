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
    let thresholds = RankedThresholds(trees, features: features)
    if thresholds.fit { return [RankedLayout(trees, thresholds)] }
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

  private mutating func append(_ tree: ForestTree, _ thresholds: RankedThresholds) {
    let firstCut = cuts.count, firstValue = values.count
    var climb = TreeClimb(tree, thresholds, cuts: cuts, values: values)
    (cuts, values) = ([], [])
    climb.run()
    (cuts, values) = (climb.cuts, climb.values)
    trees.append(
      RankedTree(cuts: cuts.count - firstCut, leaves: values.count - firstValue))
  }

  func add(to scores: SharedBuffer<Float>, columns inputs: [[Float]], blocks: Range<Int>) {
    let ranks = SharedBuffer<UInt8>(repeating: 0, count: columns.count * forestBlock)
    let slots = Self.slots()
    for block in blocks {
      for (place, column) in columns.enumerated() {
        ranks.write(place * forestBlock..<(place + 1) * forestBlock) { ranks in
          withBlock(block, of: inputs[Int(column.feature)]) {
            rankValues($0, by: column, table: table.span, into: &ranks)
          }
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

  /// The constants, and room for the cuts.
  private static func slots() -> SharedBuffer<UInt8> {
    let slots = SharedBuffer<UInt8>(
      repeating: 0, count: (RankedCut.constants + TreeClimb.maximumSlots) * forestBlock)
    slots.write(0..<RankedCut.constants * forestBlock) { slots in
      for index in slots.indices { slots[index] = UInt8(index / forestBlock) }
    }
    return slots
  }
}
