/// A node of a tree over bins, for routing binned rows. Leaves have `left` < 0: −1 − leaf number.
public struct BinnedNode: BitwiseCopyable, Sendable, Hashable {
  /// The column of the feature in the binned sample.
  public var feature: Int32 = 0
  public var cutOffset: UInt8 = 0
  public var cutLimit: UInt8 = 0
  public var left: Int32
  public var right: Int32

  public init(leaf: Int) {
    left = -1 - Int32(leaf)
    right = left
  }

  public init(feature: Int, cut: BinCut, left: Int, right: Int) {
    self.feature = Int32(feature)
    cutOffset = cut.offset
    cutLimit = cut.limit
    self.left = Int32(left)
    self.right = Int32(right)
  }
}

/// Adds each row's leaf value to its score: scores[row] += values[leaf(row)].
///
/// - Parameters:
///   - rows: the rows of the sample to route; `scores` holds those of them, from `rows.lowerBound` on.
///   - columns: bins by feature: `columns[feature · stride + row]`.
///   - tree: root first.
/// - Complexity: O(rows × depth).
public func addTree(
  _ tree: Span<BinnedNode>, values: Span<Float>, columns: Span<UInt8>, stride: Int,
  rows: Range<Int>, scores: inout MutableSpan<Float>
) {
  precondition(scores.count >= rows.count)
  for row in rows {
    var node = tree[0]
    while node.left >= 0 {
      let bin = columns[Int(node.feature) &* stride &+ row]
      node = tree[Int(bin &+ node.cutOffset <= node.cutLimit ? node.left : node.right)]
    }
    scores[row &- rows.lowerBound] += values[Int(-1 - node.left)]
  }
}
