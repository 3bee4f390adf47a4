import CIntrinsics

/// Where the bins of a block stand in the bytes of a row.
public struct BlockLanes: BitwiseCopyable, Sendable, Hashable {
  /// log₂ of the bytes per row.
  let shift: Int
  /// The byte of the block's first feature.
  let first: Int
  public let count: Int
  public let format: BinFormat

  /// - Parameters:
  ///   - stride: bytes per row, a power of two.
  ///   - first: the place of the block's first feature, in bins.
  ///   - count: features of the block, 1 … 16.
  public init(stride: Int, first: Int, count: Int, format: BinFormat = .bytes) {
    precondition(stride.nonzeroBitCount == 1 && first >= 0)
    precondition((first + count) * format.width <= stride)
    precondition(1...HistogramLayout.blockWidth ~= count)
    shift = stride.trailingZeroBitCount
    self.first = first * format.width
    self.count = count
    self.format = format
  }
}

/// Adds rows to the narrow histograms of a block: word[f][bin(row, f)] += (g, h, 1).
///
/// - Parameters:
///   - rows: at most `HistogramLayout.narrowRows`.
///   - bins: the bytes of all rows of the sample.
///   - narrow: features × slots words, added to.
/// - Complexity: O(rows × features).
public func accumulateHistogram(
  _ rows: Span<RowEntry>, bins: Span<UInt8>, lanes: BlockLanes,
  into narrow: inout MutableSpan<Int64>
) {
  precondition(rows.count <= HistogramLayout.narrowRows, "too many rows for narrow words")
  precondition(narrow.count >= lanes.count * lanes.format.slots)
  if lanes.format.width == 2 {
    let count = lanes.count, slots = lanes.format.slots
    forEachRow(rows, bins, lanes, &narrow) { row, words, addend in
      for feature in 0..<count {
        unsafe words[feature &* slots &+ Int(row.bin(feature, as: UInt16.self))] &+= addend
      }
    }
    return
  }
  // One copy of the loop per width: unrolled, each update costs three instructions.
  switch lanes.count {
  case 1: RowLoop<1>.accumulate(rows, bins, lanes, &narrow)
  case 2: RowLoop<2>.accumulate(rows, bins, lanes, &narrow)
  case 3: RowLoop<3>.accumulate(rows, bins, lanes, &narrow)
  case 4: RowLoop<4>.accumulate(rows, bins, lanes, &narrow)
  case 5: RowLoop<5>.accumulate(rows, bins, lanes, &narrow)
  case 6: RowLoop<6>.accumulate(rows, bins, lanes, &narrow)
  case 7: RowLoop<7>.accumulate(rows, bins, lanes, &narrow)
  case 8: RowLoop<8>.accumulate(rows, bins, lanes, &narrow)
  case 9: RowLoop<9>.accumulate(rows, bins, lanes, &narrow)
  case 10: RowLoop<10>.accumulate(rows, bins, lanes, &narrow)
  case 11: RowLoop<11>.accumulate(rows, bins, lanes, &narrow)
  case 12: RowLoop<12>.accumulate(rows, bins, lanes, &narrow)
  case 13: RowLoop<13>.accumulate(rows, bins, lanes, &narrow)
  case 14: RowLoop<14>.accumulate(rows, bins, lanes, &narrow)
  case 15: RowLoop<15>.accumulate(rows, bins, lanes, &narrow)
  default: RowLoop<16>.accumulate(rows, bins, lanes, &narrow)
  }
}

private enum RowLoop<let width: Int> {
  @inline(__always)
  static func accumulate(
    _ rows: Span<RowEntry>, _ bins: Span<UInt8>, _ lanes: BlockLanes,
    _ narrow: inout MutableSpan<Int64>
  ) {
    forEachRow(rows, bins, lanes, &narrow) { row, words, addend in
      for feature in 0..<width {
        unsafe words[feature &* 256 &+ Int(row[feature])] &+= addend
      }
    }
  }
}

/// The same for some features of a block alone; the words of the others stay as they are.
///
/// - Complexity: O(rows × drawn); each update costs about twice that of a whole block.
public func accumulateHistogram(
  _ rows: Span<RowEntry>, bins: Span<UInt8>, lanes: BlockLanes, drawn: DrawnFeatures,
  into narrow: inout MutableSpan<Int64>
) {
  precondition(rows.count <= HistogramLayout.narrowRows, "too many rows for narrow words")
  precondition(narrow.count >= lanes.count * lanes.format.slots)
  let features = drawn.features, base = drawn.first
  for index in features.indices {
    precondition(0..<lanes.count ~= features[index] - base, "no such feature")
  }
  if lanes.format.width == 1 {
    accumulate(rows, bins, lanes, drawn, UInt8.self, &narrow)
  } else {
    accumulate(rows, bins, lanes, drawn, UInt16.self, &narrow)
  }
}

/// Some features of a block.
public struct DrawnFeatures: ~Escapable {
  let features: Span<Int>
  let first: Int

  /// - Parameters:
  ///   - features: their numbers, rising.
  ///   - first: the number of the block's first feature.
  @_lifetime(copy features)
  public init(_ features: Span<Int>, first: Int) {
    self.features = features
    self.first = first
  }
}

@inline(__always)
private func accumulate<Bin: StoredBin>(
  _ rows: Span<RowEntry>, _ bins: Span<UInt8>, _ lanes: BlockLanes,
  _ drawn: borrowing DrawnFeatures, _: Bin.Type, _ narrow: inout MutableSpan<Int64>
) {
  let slots = MemoryLayout<Bin>.stride == 1 ? 256 : lanes.format.slots
  let features = drawn.features, base = drawn.first
  forEachRow(rows, bins, lanes, &narrow) { row, words, addend in
    for index in features.indices {
      let feature = features[unchecked: index] &- base
      unsafe words[feature &* slots &+ Int(row.bin(feature, as: Bin.self))] &+= addend
    }
  }
}

/// Lends the bins of each row, the histogram and the row's addend.
@inline(__always)
private func forEachRow(
  _ rows: Span<RowEntry>, _ bins: Span<UInt8>, _ lanes: BlockLanes,
  _ narrow: inout MutableSpan<Int64>,
  _ body: (UnsafePointer<UInt8>, UnsafeMutablePointer<Int64>, Int64) -> Void
) {
  let last = rows.count &- 1, shift = lanes.shift
  unsafe narrow.withUnsafeMutableBufferPointer { narrow in
    unsafe bins.withUnsafeBufferPointer { bins in
      guard let words = narrow.baseAddress, let start = bins.baseAddress else { return }
      let bytes = unsafe start + lanes.first
      for index in rows.indices {
        let ahead = rows[unchecked: min(index &+ HistogramLayout.lead, last)]
        unsafe winnow_prefetch(bytes + ahead.row &<< shift)
        let entry = rows[unchecked: index]
        unsafe body(bytes + entry.row &<< shift, words, entry.narrow)
      }
    }
  }
}

/// Adds narrow histograms to wide ones, or puts them in their place, and clears them.
///
/// - Parameters:
///   - narrow: features × slots words; zero afterwards.
///   - replaces: whether what the wide ones held is forgotten.
///   - wide: features × 2 slots words.
public func flushHistogram(
  _ narrow: inout MutableSpan<Int64>, format: BinFormat, replaces: Bool,
  into wide: inout MutableSpan<Int64>
) {
  let slots = format.slots
  precondition(narrow.count % slots == 0 && wide.count >= 2 * narrow.count)
  unsafe narrow.withUnsafeMutableBufferPointer { narrow in
    unsafe wide.withUnsafeMutableBufferPointer { wide in
      guard let words = narrow.baseAddress, let target = wide.baseAddress else { return }
      for feature in 0..<narrow.count / slots {
        let source = unsafe words + feature &* slots
        let gradients = unsafe target + feature &* 2 &* slots
        let rest = unsafe gradients + slots
        for bin in 0..<slots {
          let word = unsafe source[bin]
          let count = word & 0x7FFF
          let hessian = (word &<< 25) &>> 40
          // The Hessian's sign has borrowed from the gradient's bits; adding half undoes that.
          let gradient = (word &+ (1 &<< 38)) &>> 39, others = hessian &<< 28 &+ count
          unsafe gradients[bin] = replaces ? gradient : gradients[bin] &+ gradient
          unsafe rest[bin] = replaces ? others : rest[bin] &+ others
          unsafe source[bin] = 0
        }
      }
    }
  }
}

/// a ← a − b, word by word: the histogram of a node's other child.
public func subtractHistogram(_ b: Span<Int64>, from a: inout MutableSpan<Int64>) {
  precondition(a.count == b.count)
  for index in b.indices { a[unchecked: index] &-= b[unchecked: index] }
}

/// a ← a + b, word by word: joins partial histograms.
public func addHistogram(_ b: Span<Int64>, to a: inout MutableSpan<Int64>) {
  precondition(a.count == b.count)
  for index in b.indices { a[unchecked: index] &+= b[unchecked: index] }
}

/// The sums over all bins of one feature. - Parameter wide: its words.
public func histogramTotal(_ wide: Span<Int64>) -> BinSums {
  var gradient: Int64 = 0, rest: Int64 = 0
  let slots = wide.count / 2
  for bin in 0..<slots {
    gradient &+= wide[bin]
    rest &+= wide[slots + bin]
  }
  return BinSums(gradient: gradient, rest: rest)
}

/// The sums of one bin of a feature. - Parameter wide: its 512 words.
public func histogramBin(_ wide: Span<Int64>, _ bin: Int) -> BinSums {
  BinSums(gradient: wide[bin], rest: wide[wide.count / 2 + bin])
}
