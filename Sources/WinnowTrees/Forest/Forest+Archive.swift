import WinnowCore

extension Forest {
  /// Tensors: `trees/size` (nodes of each tree) and, for all nodes in order, `nodes/feature` (−1 at a
  /// leaf, −2 − k at a cut on the tree's subset k), `nodes/threshold`, `nodes/left` and `nodes/right`
  /// (within the tree, −1 at a leaf), `nodes/missing_left` (0 | 1), `nodes/value` (0 at a cut); `base`
  /// and `features`.
  /// Where the training is known: `nodes/events` and `nodes/gain`.
  /// Where there are cuts on categories: those of `SubsetArchive`.
  public func archive() -> Archive {
    var archive = Archive()
    archive.store("features", Setting(.integer(features)))
    archive.store("base", Tensor([base]))
    archive.store("trees/size", Tensor(trees.map { Int32($0.nodes.count) }))
    let all = trees.flatMap { $0.nodes.map(StoredNode.init) }
    archive.store("nodes/feature", Tensor(all.map(\.feature)))
    archive.store("nodes/threshold", Tensor(all.map(\.threshold)))
    archive.store("nodes/left", Tensor(all.map(\.left)))
    archive.store("nodes/right", Tensor(all.map(\.right)))
    archive.store("nodes/missing_left", Tensor(all.map(\.missingLeft)))
    archive.store("nodes/value", Tensor(all.map(\.value)))
    SubsetArchive.store(trees, in: &archive)
    if hasStatistics {
      let statistics = trees.flatMap(\.statistics)
      archive.store("nodes/events", Tensor(statistics.map(\.events)))
      archive.store("nodes/gain", Tensor(statistics.map(\.gain)))
    }
    return archive
  }

  /// - Throws: `badData` where a size does not fit, an index is out of range, nodes are no tree or a
  ///   number is not finite.
  public init(from archive: Archive) throws {
    let features = try Self.featureCount(archive)
    let base = try archive.float64("base", shape: [1])[0]
    let sizes = try archive.int32("trees/size", shape: [nil])
    let nodes = try StoredNodes(archive)
    let statistics = try Self.statistics(archive, count: nodes.count)
    let subsets = try SubsetArchive(archive, trees: sizes.count, features: features)
    guard base.isFinite else { throw WinnowError(.badData, "the forest's base is \(base)") }
    var trees: [ForestTree] = []
    var first = 0
    for (index, size) in sizes.enumerated() {
      guard size >= 1, Int(size) <= nodes.count - first else {
        throw WinnowError(.badData, "tree \(index + 1) of the forest has a size of \(size) nodes")
      }
      do {
        let range = first..<first + Int(size)
        trees.append(
          ForestTree(
            checked: try nodes.tree(range, features: -subsets.trees[index].count..<features),
            statistics: statistics.isEmpty ? [] : Array(statistics[range]),
            subsets: subsets.trees[index]))
      } catch let error as WinnowError {
        throw WinnowError(.badData, "tree \(index + 1) of the forest: \(error.message)")
      }
      first += Int(size)
    }
    guard first == nodes.count else {
      throw WinnowError(.badData, "the forest has \(nodes.count - first) nodes outside its trees")
    }
    self.init(features: features, base: base, trees: trees)
  }

  private static func featureCount(_ archive: Archive) throws -> Int {
    let count = try archive.setting("features").integer()
    guard 1...1_000_000 ~= count else {
      throw WinnowError(.badData, "the forest has \(count) features; allowed: 1 … 1000000")
    }
    return count
  }

  private static func statistics(
    _ archive: Archive, count: Int
  ) throws -> [ForestTree.Statistics] {
    guard archive.tensors["nodes/events"] != nil else { return [] }
    let events = try archive.float32("nodes/events", shape: [count])
    let gains = try archive.float32("nodes/gain", shape: [count])
    guard events.allSatisfy({ $0.isFinite && $0 >= 0 }), gains.allSatisfy(\.isFinite) else {
      throw WinnowError(.badData, "the forest has events or gains that are no numbers of a training")
    }
    return zip(events, gains).map { ForestTree.Statistics(events: $0, gain: $1) }
  }
}

/// All nodes of a file, as its tensors have them.
private struct StoredNodes {
  let feature: [Int32]
  let threshold: [Float]
  let left: [Int32]
  let right: [Int32]
  let missingLeft: [UInt8]
  let value: [Float]

  init(_ archive: Archive) throws {
    feature = try archive.int32("nodes/feature", shape: [nil])
    let shape = [Int?(feature.count)]
    threshold = try archive.float32("nodes/threshold", shape: shape)
    left = try archive.int32("nodes/left", shape: shape)
    right = try archive.int32("nodes/right", shape: shape)
    missingLeft = try archive.uint8("nodes/missing_left", shape: shape)
    value = try archive.float32("nodes/value", shape: shape)
  }

  var count: Int { feature.count }

  /// - Parameter features: those that may be cut on.
  /// - Throws: `badData` where the nodes are no tree.
  func tree(_ range: Range<Int>, features: Range<Int>) throws -> [ForestTree.Node] {
    let nodes = try range.map {
      try node($0).restored(at: $0 - range.lowerBound, count: range.count, features: features)
    }
    if let place = ForestTree.misplaced(in: nodes) {
      throw WinnowError(.badData, "node \(place) is not the child of one node")
    }
    return nodes
  }

  private func node(_ place: Int) -> StoredNode {
    StoredNode(
      feature: feature[place], threshold: threshold[place], left: left[place], right: right[place],
      missingLeft: missingLeft[place], value: value[place])
  }
}

/// One node in the numbers of the file.
private struct StoredNode {
  var feature: Int32 = -1
  var threshold: Float = 0
  var left: Int32 = -1
  var right: Int32 = -1
  var missingLeft: UInt8 = 0
  var value: Float = 0
}

extension StoredNode {
  init(_ node: ForestTree.Node) {
    switch node {
    case .leaf(let value): self.init(value: value)
    case .cut(let feature, let threshold, let missingGoesLeft, let left, let right):
      self.init(
        feature: Int32(feature < 0 ? feature - 1 : feature), threshold: threshold,
        left: Int32(left), right: Int32(right), missingLeft: missingGoesLeft ? 1 : 0)
    }
  }

  /// - Throws: `badData`.
  func restored(at place: Int, count: Int, features: Range<Int>) throws -> ForestTree.Node {
    guard threshold.isFinite, value.isFinite else {
      throw WinnowError(.badData, "node \(place) has a number that is not finite")
    }
    if feature == -1 {
      guard left == -1, right == -1 else {
        throw WinnowError(.badData, "node \(place) is a leaf with children")
      }
      return .leaf(value: value)
    }
    // −1 is taken by leaves.
    let cut = feature < 0 ? Int(feature) + 1 : Int(feature)
    guard features ~= cut else {
      throw WinnowError(
        .badData, "node \(place) cuts on feature \(feature) of \(features.upperBound)")
    }
    guard Int(min(left, right)) > place, Int(max(left, right)) < count else {
      throw WinnowError(
        .badData,
        "node \(place) has the children \(left) and \(right); allowed: \(place + 1) … \(count - 1)")
    }
    guard left != right, missingLeft <= 1 else {
      throw WinnowError(.badData, "node \(place) is malformed")
    }
    return .cut(
      feature: cut, threshold: threshold, missingGoesLeft: missingLeft == 1,
      left: Int(left), right: Int(right))
  }
}
