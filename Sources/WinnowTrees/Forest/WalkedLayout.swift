import WinnowKernels

/// Trees laid out for walking down: level by level, siblings side by side.
struct WalkedLayout: ForestLayout {
  private var nodes: [ForestNode] = []
  private var places: [ForestTreePlace] = []
  private var missingRight: [UInt8] = []

  init(_ trees: ArraySlice<ForestTree>) {
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

  func add(to scores: SharedBuffer<Float>, _ inputs: ForestInputs, blocks: Range<Int>) {
    var values = [Float](repeating: 0, count: inputs.count * forestBlock)
    for block in blocks {
      var hasMissing = false
      for feature in 0..<inputs.count {
        inputs.value(block, of: feature) { column in
          for lane in column.indices {
            values[feature * forestBlock + lane] = column[lane]
            hasMissing = hasMissing || column[lane].isNaN
          }
        }
      }
      scores.write(block * forestBlock..<(block + 1) * forestBlock) { scores in
        evaluateForest(
          nodes.span, trees: places.span, missingRight: hasMissing ? missingRight.span : nil,
          block: values.span, scores: &scores)
      }
    }
  }
}
