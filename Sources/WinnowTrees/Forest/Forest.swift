import WinnowKernels

/// A sum of trees: F(x) = base + Σ tree(x).
public struct Forest: Sendable {
  /// The number of inputs.
  public let features: Int
  public let base: Double
  public let trees: [ForestTree]
  private let layouts: [any ForestLayout]
  /// Of all trees; the layouts have the side of subset k as feature `features` + k.
  private let sides: CategorySides

  /// - Precondition: every cut is on one of the features.
  public init(features: Int, base: Double, trees: [ForestTree]) {
    self.features = features
    self.base = base
    self.trees = trees
    for tree in trees {
      for case .cut(let feature, _, _, _, _) in tree.nodes {
        precondition(0..<features ~= tree.input(of: feature), "a cut on an unknown feature")
      }
    }
    sides = CategorySides(trees.flatMap(\.subsets))
    layouts = forestLayouts(
      Self.unfolded(trees, features: features), features: features + sides.subsets.count)
  }

  /// Whether the events and gains of all nodes are known.
  public var hasStatistics: Bool { trees.allSatisfy { !$0.statistics.isEmpty } }

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
    let inputs = ForestInputs(columns, sides, blocks: blocks, team)
    let scores = SharedBuffer<Float>(repeating: 0, count: blocks * forestBlock)
    team.run(over: blocks, chunk: 64) { _, blocks in
      for layout in layouts { layout.add(to: scores, inputs, blocks: blocks) }
    }
    return scores.read(0..<count) { scores in
      scores.indices.map { Float(base + Double(scores[$0])) }
    }
  }
}

extension Forest: Hashable {
  public static func == (one: Forest, other: Forest) -> Bool {
    one.features == other.features && one.base == other.base && one.trees == other.trees
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(features)
    hasher.combine(base)
    hasher.combine(trees)
  }
}
