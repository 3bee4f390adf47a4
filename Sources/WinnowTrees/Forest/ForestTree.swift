import WinnowKernels

/// One tree of a forest, root first; every child comes after its parent.
public struct ForestTree: Sendable, Hashable {
  public enum Node: Sendable, Hashable {
    case leaf(value: Float)
    /// x > threshold goes right, others left; NaN as told. The feature −1 − k stands for the side of the
    /// tree's subset k.
    case cut(feature: Int, threshold: Float, missingGoesLeft: Bool, left: Int, right: Int)
  }

  /// What the training knew of a node.
  public struct Statistics: Sendable, Hashable {
    /// Training events that came through; rows drawn for the tree.
    public let events: Float
    /// Fall of the loss by the cut; 0 at a leaf.
    public let gain: Float

    public init(events: Float, gain: Float) {
      self.events = events
      self.gain = gain
    }
  }

  public let nodes: [Node]
  /// Cuts on categories, in the numbers that nodes have for them.
  public let subsets: [CategorySubset]
  /// One for each node; none where the training is unknown.
  public let statistics: [Statistics]

  /// - Precondition: the nodes are a tree: each but the first is the child of one earlier node.
  public init(
    _ nodes: [Node], statistics: [Statistics] = [], subsets: [CategorySubset] = []
  ) {
    for case .cut(let feature, let threshold, _, _, _) in nodes {
      precondition(feature >= 0 || -1 - feature < subsets.count, "an unknown subset")
      precondition(threshold.isFinite, "a cut at no number")
    }
    precondition(Self.misplaced(in: nodes) == nil, "not a tree")
    self.init(checked: nodes, statistics: statistics, subsets: subsets)
  }

  /// From nodes whose cuts, children and numbers have been checked.
  init(checked nodes: [Node], statistics: [Statistics], subsets: [CategorySubset]) {
    precondition([0, nodes.count].contains(statistics.count), "statistics of each node, or none")
    self.nodes = nodes
    self.statistics = statistics
    self.subsets = subsets
  }

  /// A node that is not the child of one earlier node, the first aside; nil where the nodes are a tree.
  static func misplaced(in nodes: [Node]) -> Int? {
    var isChild = [Bool](repeating: false, count: nodes.count)
    func adopt(_ child: Int, by parent: Int) -> Bool {
      guard child > parent, child < nodes.count, !isChild[child] else { return false }
      isChild[child] = true
      return true
    }
    for (place, node) in nodes.enumerated() {
      guard case .cut(_, _, _, let left, let right) = node else { continue }
      if !adopt(left, by: place) { return left }
      if !adopt(right, by: place) { return right }
    }
    return nodes.isEmpty ? 0 : isChild.dropFirst().firstIndex(of: false)
  }

  /// From cuts between bins to cuts between values.
  init(_ grown: GrownTree, values: [Float], edges: [BinEdges]) {
    var subsets: [CategorySubset] = []
    let nodes = grown.nodes.map { node -> Node in
      guard let split = node.split else { return .leaf(value: values[node.leaf]) }
      let edges = edges[split.feature]
      var (feature, threshold) = (split.feature, edges.upper[split.cut.bin])
      if let left = split.cut.subset, let categories = edges.categories {
        subsets.append(
          CategorySubset(feature: feature, categories: categories, left: left))
        (feature, threshold) = (-subsets.count, CategorySubset.threshold)
      }
      return .cut(
        feature: feature, threshold: threshold, missingGoesLeft: split.cut.missingGoesLeft,
        left: split.left, right: split.right)
    }
    self.init(nodes, statistics: Self.statistics(grown), subsets: subsets)
  }

  /// The input that a cut looks at.
  func input(of feature: Int) -> Int { feature >= 0 ? feature : subsets[-1 - feature].feature }

  /// The number that a cut compares. - Parameter x: the value of an input.
  func compared(_ feature: Int, _ x: (Int) -> Float) -> Float {
    feature >= 0 ? x(feature) : subsets[-1 - feature].side(x(subsets[-1 - feature].feature))
  }

  private static func statistics(_ grown: GrownTree) -> [Statistics] {
    var statistics = [Statistics](
      repeating: Statistics(events: 0, gain: 0), count: grown.nodes.count)
    for (place, node) in grown.nodes.enumerated().reversed() {
      if let split = node.split {
        statistics[place] = Statistics(
          events: statistics[split.left].events + statistics[split.right].events,
          gain: Float(split.cut.gain))
      } else {
        statistics[place] = Statistics(
          events: Float(grown.leaves[node.leaf].rows.count), gain: 0)
      }
    }
    return statistics
  }

  public var leafCount: Int {
    nodes.count { if case .leaf = $0 { true } else { false } }
  }

  /// The longest chain of cuts.
  public var depth: Int {
    var depths = [Int](repeating: 0, count: nodes.count)
    for (place, node) in nodes.enumerated() {
      guard case .cut(_, _, _, let left, let right) = node else { continue }
      depths[left] = depths[place] + 1
      depths[right] = depths[place] + 1
    }
    return depths.max() ?? 0
  }

  /// The value for one event, by walking down. - Parameter x: the value of a feature.
  public func value(_ x: (Int) -> Float) -> Float {
    var place = 0
    while true {
      switch nodes[place] {
      case .leaf(let value): return value
      case .cut(let feature, let threshold, let missingGoesLeft, let left, let right):
        let value = compared(feature, x)
        let goesLeft = value.isNaN ? missingGoesLeft : !(value > threshold)
        place = goesLeft ? left : right
      }
    }
  }
}
