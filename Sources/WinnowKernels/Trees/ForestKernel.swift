/// A node of a forest laid out for evaluation: the right child follows the left one, and a leaf leads
/// to itself, so that walking on from a leaf is harmless and needs no test.
public struct ForestNode: BitwiseCopyable, Sendable, Hashable {
  /// x > threshold goes right; +∞ at a leaf.
  public let threshold: Float
  public let feature: Int32
  /// The left child; the node itself at a leaf.
  public let child: Int32
  /// The value of a leaf, 0 elsewhere.
  public let value: Float

  public init(leaf value: Float, at place: Int) {
    self.init(threshold: .infinity, feature: 0, child: Int32(place), value: value)
  }

  public init(feature: Int, threshold: Float, child: Int) {
    self.init(threshold: threshold, feature: Int32(feature), child: Int32(child), value: 0)
  }

  private init(threshold: Float, feature: Int32, child: Int32, value: Float) {
    self.threshold = threshold
    self.feature = feature
    self.child = child
    self.value = value
  }
}

/// Where the trees of a forest begin in its nodes, and how deep each is.
public struct ForestTreePlace: BitwiseCopyable, Sendable, Hashable {
  public let root: Int32
  public let depth: Int32

  public init(root: Int, depth: Int) {
    self.root = Int32(root)
    self.depth = Int32(depth)
  }
}

/// Events that `evaluateForest` handles at once.
public let forestBlock = 128

/// Adds the leaf values of all trees, in their order, to the scores of a block of events.
///
/// All events take one step at a time, without branches, so that the steps of different events
/// overlap. Each event's sum has the order of the trees: its bits do not depend on its neighbours.
///
/// - Parameters:
///   - nodes: of all trees; children and features are trusted to be in range.
///   - missingRight: for each node 1 where NaN goes right; nil where the block has no NaN.
///   - block: `block[feature · forestBlock + event]`.
///   - scores: `forestBlock`; added to.
/// - Complexity: O(Σ depth) per event.
public func evaluateForest(
  _ nodes: Span<ForestNode>, trees: Span<ForestTreePlace>, missingRight: Span<UInt8>?,
  block: Span<Float>, scores: inout MutableSpan<Float>
) {
  precondition(scores.count == forestBlock && block.count % forestBlock == 0)
  var places = InlineArray<128, Int32>(repeating: 0)
  for index in trees.indices {
    let tree = trees[unchecked: index]
    for event in 0..<forestBlock { places[unchecked: event] = tree.root }
    for _ in 0..<tree.depth {
      if let missingRight {
        step(&places, nodes, block) { x, threshold, place in
          x > threshold || (x.isNaN && missingRight[unchecked: place] == 1)
        }
      } else {
        step(&places, nodes, block) { x, threshold, _ in x > threshold }
      }
    }
    for event in 0..<forestBlock {
      scores[unchecked: event] += nodes[unchecked: Int(places[unchecked: event])].value
    }
  }
}

@inline(__always)
private func step(
  _ places: inout InlineArray<128, Int32>, _ nodes: Span<ForestNode>, _ block: Span<Float>,
  goesRight: (Float, Float, Int) -> Bool
) {
  for event in 0..<forestBlock {
    let place = Int(places[unchecked: event])
    let node = nodes[unchecked: place]
    let x = block[unchecked: Int(node.feature) &* forestBlock &+ event]
    places[unchecked: event] = node.child &+ (goesRight(x, node.threshold, place) ? 1 : 0)
  }
}
