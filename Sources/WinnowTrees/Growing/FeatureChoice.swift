/// Which features the nodes of one tree may be cut on: those drawn for tree, level and node, as far as
/// the cuts above leave a group of interacting features for them.
struct FeatureChoice {
  /// Drawn for the tree.
  let tree: FeatureSet
  private let count: Int
  private let options: GrowthOptions
  private let draws: TreeDraws
  /// Whether nodes draw so few features that histograms of the others are best left out.
  private let fillsDrawn: Bool

  /// - Parameters:
  ///   - features: drawn for the tree, rising.
  ///   - count: features of the sample.
  init(_ features: [Int], of count: Int, options: GrowthOptions, draws: TreeDraws) {
    tree = FeatureSet(features, of: count)
    self.count = count
    self.options = options
    self.draws = draws
    let drawn = min(
      options.featuresPerNode ?? count, options.featuresPerLevel ?? count, features.count)
    fillsDrawn = 3 * drawn < features.count
  }

  /// The groups of interacting features that are open at the root.
  var groups: [Int] { Array(options.interactions.indices) }

  /// The groups that stay open below a cut.
  func groups(_ groups: [Int], below feature: Int) -> [Int] {
    groups.filter { options.interactions[$0].contains(feature) }
  }

  /// - Parameter groups: the open ones.
  /// - Returns: the features that a node may be cut on, and those whose histograms it needs.
  func features(
    ofNode node: Int, depth: Int, groups: [Int]
  ) -> (cut: FeatureSet, filled: FeatureSet) {
    let open = open(groups)
    var drawn = open
    if let wanted = options.featuresPerLevel, wanted < tree.list.count {
      let level = draw(wanted, of: tree) { draws.levelPlaces($0, of: $1, depth: depth) }
      drawn = drawn.intersection(level)
    }
    if let wanted = options.featuresPerNode, wanted < drawn.list.count {
      drawn = draw(wanted, of: drawn) { draws.places($0, of: $1, node: node) }
    }
    return (drawn, fillsDrawn ? drawn : open)
  }

  private func open(_ groups: [Int]) -> FeatureSet {
    if options.interactions.isEmpty { return tree }
    return tree.filter { feature in
      groups.contains { options.interactions[$0].contains(feature) }
    }
  }

  private func draw(
    _ wanted: Int, of set: FeatureSet, _ places: (Int, Int) -> [Int]
  ) -> FeatureSet {
    FeatureSet(
      places(max(1, wanted), set.list.count).map { set.list[$0] }.sorted(), of: count)
  }
}
