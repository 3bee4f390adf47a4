import WinnowKernels

/// The trees of a forest as the evaluation kernel wants them: level by level, siblings side by side.
struct ForestLayout: Sendable, Hashable {
  private var nodes: [ForestNode] = []
  private var places: [ForestTreePlace] = []
  private var missingRight: [UInt8] = []

  init(_ trees: [ForestTree]) {
    for tree in trees {
      places.append(ForestTreePlace(root: nodes.count, depth: tree.depth))
      append(tree)
    }
  }

  private mutating func append(_ tree: ForestTree) {
    let root = nodes.count
    var order = [0]
    var next = 0
    while next < order.count {
      switch tree.nodes[order[next]] {
      case .leaf(let value):
        nodes.append(ForestNode(leaf: value, at: root + next))
        missingRight.append(0)
      case .cut(let feature, let threshold, let missingGoesLeft, let left, let right):
        nodes.append(
          ForestNode(feature: feature, threshold: threshold, child: root + order.count))
        missingRight.append(missingGoesLeft ? 0 : 1)
        order += [left, right]
      }
      next += 1
    }
  }

  /// Adds the trees to the scores of one block of events.
  func evaluate(_ block: Span<Float>, hasMissing: Bool, scores: inout MutableSpan<Float>) {
    evaluateForest(
      nodes.span, trees: places.span, missingRight: hasMissing ? missingRight.span : nil,
      block: block, scores: &scores)
  }
}
