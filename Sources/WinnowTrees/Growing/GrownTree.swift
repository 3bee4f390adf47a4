import WinnowKernels

/// A tree as it was grown: cuts between bins, and the rows of each leaf.
struct GrownTree {
  struct Node {
    /// nil at a leaf.
    var split: Split?
    /// Where it is a leaf: its place in `leaves`.
    var leaf = 0
  }

  struct Split {
    let feature: Int
    let cut: BinSplit
    /// Nodes; the right one follows the left one.
    let left: Int
    var right: Int { left + 1 }
  }

  struct Leaf {
    /// Which of the grower's two row lists holds its rows, and where.
    let list: Int
    let rows: Range<Int>
  }

  var nodes: [Node]
  var leaves: [Leaf]

  /// For routing binned rows. - Parameter values: of the leaves.
  func binned(values: [Float]) -> [BinnedNode] {
    nodes.map { node in
      guard let split = node.split else { return BinnedNode(leaf: values[node.leaf]) }
      let cut = BinCut(bin: split.cut.bin, missingGoesLeft: split.cut.missingGoesLeft)
      return BinnedNode(feature: split.feature, cut: cut, left: split.left, right: split.right)
    }
  }
}
