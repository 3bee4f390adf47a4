import WinnowKernels

/// Puts the cuts of one tree into an order from the leaves upwards that needs few slots.
///
/// The child that needs more slots comes first (Sethi and Ullman, J. ACM 17 (1970) 715), so that
/// log₂ of the leaves are enough.
struct TreeClimb {
  /// For trees of up to 256 leaves.
  static let maximumSlots = 8

  private let tree: ForestTree
  private let thresholds: RankedThresholds
  private let needs: [Int]
  private var leaves = 0
  private(set) var cuts: [RankedCut]
  private(set) var values: [Float]

  /// - Parameters cuts, values: of earlier trees, to be added to.
  init(
    _ tree: ForestTree, _ thresholds: RankedThresholds, cuts: consuming [RankedCut],
    values: consuming [Float]
  ) {
    self.tree = tree
    self.thresholds = thresholds
    self.cuts = cuts
    self.values = values
    needs = Self.needs(tree)
  }

  mutating func run() { _ = climb(to: 0, slot: RankedCut.constants) }

  /// Slots that the result of each node takes to compute.
  private static func needs(_ tree: ForestTree) -> [Int] {
    var needs = [Int](repeating: 0, count: tree.nodes.count)
    for place in tree.nodes.indices.reversed() {
      guard case .cut(_, _, _, let left, let right) = tree.nodes[place] else { continue }
      let (less, more) = (min(needs[left], needs[right]), max(needs[left], needs[right]))
      needs[place] = less == more ? more + 1 : more
    }
    return needs
  }

  /// - Parameter slot: the first one that is free.
  /// - Returns: the slot that holds the node's result.
  private mutating func climb(to place: Int, slot: Int) -> Int {
    switch tree.nodes[place] {
    case .leaf(let value):
      values.append(value)
      leaves += 1
      return leaves - 1
    case .cut(let feature, let threshold, let missingGoesLeft, let left, let right):
      let column = RankedThresholds.key(feature, missingGoesLeft: missingGoesLeft)
      let (place, rank) = thresholds.rank(of: threshold, in: column)
      let leftFirst = needs[left] >= needs[right]
      let first = climb(to: leftFirst ? left : right, slot: slot)
      let second = climb(
        to: leftFirst ? right : left, slot: first == slot ? slot + 1 : slot)
      cuts.append(
        RankedCut(
          rank: rank, column: place, left: leftFirst ? first : second,
          right: leftFirst ? second : first, target: slot))
      return slot
    }
  }
}
