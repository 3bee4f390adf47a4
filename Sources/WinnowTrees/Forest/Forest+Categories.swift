import WinnowKernels

/// Cuts on categories are evaluated as cuts on more columns: the sides of each subset.
extension Forest {
  /// Events whose sides are kept in memory at once.
  private static var sideEvents: Int { 8 * forestBlock }

  /// The trees with sides as features after the inputs.
  static func unfolded(_ trees: [ForestTree], features: Int) -> [ForestTree] {
    var next = features
    return trees.map { tree in
      if tree.subsets.isEmpty { return tree }
      defer { next += tree.subsets.count }
      return ForestTree(
        tree.nodes.map { node in
          guard case .cut(let feature, let threshold, let missingGoesLeft, let left, let right) =
            node, feature < 0
          else { return node }
          return .cut(
            feature: next - 1 - feature, threshold: threshold, missingGoesLeft: missingGoesLeft,
            left: left, right: right)
        })
    }
  }

  /// - Complexity: O(events × subsets) beside the forest itself.
  func scores(withSidesOf columns: [[Float]], threads: Int) -> [Float] {
    let count = columns.first?.count ?? 0, size = Self.sideEvents
    let parts = (count + size - 1) / size
    let team = ThreadTeam(threads: min(threads, (parts + 1) / 2))
    return team.map(parts) { part in
      let range = part * size..<min(count, (part + 1) * size)
      let inputs = columns.map { Array($0[range]) }
      let sides = subsets.map { subset in inputs[subset.feature].map(subset.side) }
      return scores(unfolded: inputs + sides, threads: 1)
    }.flatMap(\.self)
  }
}
