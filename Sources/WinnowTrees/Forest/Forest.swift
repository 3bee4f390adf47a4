import WinnowKernels

/// A sum of trees: F(x) = base + Σ tree(x).
public struct Forest: Sendable, Hashable {
  /// The number of inputs.
  public let features: Int
  public let base: Double
  public let trees: [ForestTree]
  private let layout: ForestLayout

  /// - Precondition: every cut is on one of the features.
  public init(features: Int, base: Double, trees: [ForestTree]) {
    self.features = features
    self.base = base
    self.trees = trees
    layout = ForestLayout(trees)
    for tree in trees {
      for case .cut(let feature, _, _, _, _) in tree.nodes {
        precondition(0..<features ~= feature, "a cut on an unknown feature")
      }
    }
  }

  /// F of every event; each event's bits depend on that event alone.
  ///
  /// - Parameter columns: `columns[feature][event]`; NaN is a missing value.
  /// - Complexity: O(events × Σ depth).
  public func scores(of columns: [[Float]], threads: Int) -> [Float] {
    precondition(columns.count == features, "one column per feature")
    let count = columns.first?.count ?? 0
    let blocks = (count + forestBlock - 1) / forestBlock
    // Few threads are worth starting for few events.
    let team = ThreadTeam(threads: min(threads, (blocks + 15) / 16))
    let scores = SharedBuffer<Float>(repeating: 0, count: blocks * forestBlock)
    team.run(over: blocks, chunk: 64) { _, range in
      var block = [Float](repeating: 0, count: features * forestBlock)
      for index in range {
        let hasMissing = Self.fill(&block, from: columns, firstEvent: index * forestBlock)
        scores.write(index * forestBlock..<(index + 1) * forestBlock) { scores in
          layout.evaluate(block.span, hasMissing: hasMissing, scores: &scores)
        }
      }
    }
    return scores.read(0..<count) { scores in
      scores.indices.map { Float(base + Double(scores[$0])) }
    }
  }

  /// Copies a block of events; what lies beyond the last event keeps old values.
  /// - Returns: whether a value is NaN.
  private static func fill(
    _ block: inout [Float], from columns: [[Float]], firstEvent: Int
  ) -> Bool {
    var hasMissing = false
    for (feature, column) in columns.enumerated() {
      let lanes = min(forestBlock, column.count - firstEvent)
      for lane in 0..<lanes {
        let x = column[firstEvent + lane]
        block[feature * forestBlock + lane] = x
        hasMissing = hasMissing || x.isNaN
      }
    }
    return hasMissing
  }
}
