import WinnowKernels

/// One tree of a forest, root first; every child comes after its parent.
public struct ForestTree: Sendable, Hashable {
  public enum Node: Sendable, Hashable {
    case leaf(value: Float)
    /// x > threshold goes right, others left; NaN as told.
    case cut(feature: Int, threshold: Float, missingGoesLeft: Bool, left: Int, right: Int)
  }

  public let nodes: [Node]

  /// - Precondition: the nodes are a tree: each but the first is the child of one earlier node.
  public init(_ nodes: [Node]) {
    var parents = [Int](repeating: 0, count: nodes.count)
    for (place, node) in nodes.enumerated() {
      guard case .cut(_, let threshold, _, let left, let right) = node else { continue }
      precondition(threshold.isFinite && left > place && right > place, "not a tree")
      parents[left] += 1
      parents[right] += 1
    }
    precondition(!nodes.isEmpty && parents.dropFirst().allSatisfy { $0 == 1 }, "not a tree")
    self.nodes = nodes
  }

  /// From cuts between bins to cuts between values.
  init(_ grown: GrownTree, values: [Float], edges: [BinEdges]) {
    self.init(
      grown.nodes.map { node in
        guard let split = node.split else { return .leaf(value: values[node.leaf]) }
        return .cut(
          feature: split.feature, threshold: edges[split.feature].upper[split.cut.bin],
          missingGoesLeft: split.cut.missingGoesLeft, left: split.left, right: split.right)
      })
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
        let value = x(feature)
        let goesLeft = value.isNaN ? missingGoesLeft : !(value > threshold)
        place = goesLeft ? left : right
      }
    }
  }
}
