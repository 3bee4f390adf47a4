/// A node of a tree over bins, for routing binned rows. Leaves have `left` = −1.
public struct BinnedNode: BitwiseCopyable, Sendable, Hashable {
  /// The column of the feature in the binned sample.
  public var feature: Int32 = 0
  /// The bins that go left.
  public var leftBins = BinSet()
  public var left: Int32
  public var right: Int32
  /// 0 at a cut.
  public var value: Float = 0

  public init(leaf value: Float) {
    left = -1
    right = -1
    self.value = value
  }

  public init(feature: Int, cut: BinCut, left: Int, right: Int) {
    self.feature = Int32(feature)
    leftBins = cut.leftBins
    self.left = Int32(left)
    self.right = Int32(right)
  }
}

/// Adds each row's leaf value to its score: scores[row] += value(leaf(row)).
///
/// - Parameters:
///   - rows: the rows of the sample to route; `scores` holds those of them, from `rows.lowerBound` on.
///   - columns: bins by feature: `columns[feature · stride + row]`.
///   - tree: root first.
/// - Complexity: O(rows × depth).
public func addTree(
  _ tree: Span<BinnedNode>, columns: Span<UInt8>, stride: Int, rows: Range<Int>,
  scores: inout MutableSpan<Float>
) {
  precondition(scores.count >= rows.count)
  for row in rows {
    var place = 0
    while tree[place].left >= 0 {
      let bin = columns[Int(tree[place].feature) &* stride &+ row]
      place = Int(tree[place].leftBins.contains(bin) ? tree[place].left : tree[place].right)
    }
    scores[row &- rows.lowerBound] += tree[place].value
  }
}
