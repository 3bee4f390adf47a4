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
    /// What monotone features leave for its value.
    var bounds = ValueBounds()
    /// What the cut above it adds to λ.
    var addedL2 = 0.0
  }

  var nodes: [Node]
  var leaves: [Leaf]

  init(nodes: [Node], leaves: [Leaf]) {
    self.nodes = nodes
    self.leaves = leaves
  }

  /// One leaf that holds all rows.
  init(leafOf rows: Int) {
    self.init(nodes: [Node()], leaves: [Leaf(list: 0, rows: 0..<rows)])
  }

  /// Leaf values within the bounds of the leaves. - Parameter factor: on the bounds.
  func bounded(_ values: [Float], times factor: Double) -> [Float] {
    zip(values, leaves).map { value, leaf in
      min(max(value, Float(leaf.bounds.lower * factor)), Float(leaf.bounds.upper * factor))
    }
  }

  /// For routing binned rows. - Parameter values: of the leaves.
  func binned(values: [Float]) -> [BinnedNode] {
    nodes.map { node in
      guard let split = node.split else { return BinnedNode(leaf: values[node.leaf]) }
      return BinnedNode(
        feature: split.feature, cut: BinCut(split.cut), left: split.left, right: split.right)
    }
  }
}
