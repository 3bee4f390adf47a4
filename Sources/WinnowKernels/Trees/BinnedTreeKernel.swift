/// A node of a tree over bins, for routing binned rows. Leaves have `left` = −1.
public struct BinnedNode: BitwiseCopyable, Sendable, Hashable {
  /// The column of the feature in the binned sample.
  public var feature: Int32 = 0
  /// Which bins go left.
  public var cut = BinCut(bin: 0, missingGoesLeft: false)
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
    self.cut = cut
    self.left = Int32(left)
    self.right = Int32(right)
  }
}

/// Adds each row's leaf value to its score: scores[row] += value(leaf(row)).
///
/// - Parameters:
///   - rows: the rows of the sample to route; `scores` holds those of them, from `rows.lowerBound` on.
///   - tree: root first.
/// - Complexity: O(rows × depth).
public func addTree(
  _ tree: Span<BinnedNode>, columns: BinColumns, rows: Range<Int>,
  scores: inout MutableSpan<Float>
) {
  precondition(scores.count >= rows.count)
  if columns.format.width == 1 {
    route(tree, columns, rows, UInt8.self, &scores)
  } else {
    route(tree, columns, rows, UInt16.self, &scores)
  }
}

/// Bins by feature: bin `feature · rows + row`.
public struct BinColumns: ~Escapable {
  let bins: Span<UInt8>
  let rows: Int
  let format: BinFormat

  @_lifetime(copy bins)
  public init(_ bins: Span<UInt8>, rows: Int, format: BinFormat = .bytes) {
    self.bins = bins
    self.rows = rows
    self.format = format
  }
}

@inline(__always)
private func route<Bin: StoredBin>(
  _ tree: Span<BinnedNode>, _ columns: borrowing BinColumns, _ rows: Range<Int>, _: Bin.Type,
  _ scores: inout MutableSpan<Float>
) {
  let stride = columns.rows
  unsafe columns.bins.withUnsafeBufferPointer { bins in
    guard let start = bins.baseAddress else { return }
    let count = bins.count / MemoryLayout<Bin>.stride
    for row in rows {
      var place = 0
      while tree[place].left >= 0 {
        let index = Int(tree[place].feature) &* stride &+ row
        precondition(0..<count ~= index, "outside the columns")
        let bin = unsafe start.bin(index, as: Bin.self)
        place = Int(tree[place].cut.goesLeft(bin) ? tree[place].left : tree[place].right)
      }
      scores[row &- rows.lowerBound] += tree[place].value
    }
  }
}
