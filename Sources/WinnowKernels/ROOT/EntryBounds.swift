/// The bounds of entries from big-endian 32-bit places.
///
/// - Parameters:
///   - source: the place of each entry, `shift` too large.
///   - end: where the last entry ends.
///   - output: one more than entries.
/// - Returns: whether they rise from 0 on.
/// - Complexity: O(entries).
public func decodeRisingBounds(
  _ source: RawSpan, less shift: Int, end: Int, into output: inout MutableSpan<Int>
) -> Bool {
  let entries = output.count - 1
  precondition(source.byteCount >= 4 * entries && entries >= 0)
  var last = 0
  var isRising = true
  for index in 0..<entries {
    let word = unsafe source.unsafeLoadUnaligned(fromUncheckedByteOffset: 4 * index, as: Int32.self)
    let bound = Int(word.bigEndian) - shift
    isRising = isRising && bound >= last
    output[index] = bound
    last = bound
  }
  output[entries] = end
  return isRising && end >= last
}

/// Counts the items up to the end of each entry: entry i has the bytes `bounds[i]..<bounds[i + 1]`,
/// of which the first `header` are none of an item's.
///
/// - Parameter output: one more than entries, from 0 on.
/// - Returns: the first entry that holds no whole number of items of `stride` bytes; nil if all do.
/// - Complexity: O(entries).
public func countItems(
  in bounds: Span<Int>, header: Int, stride: Int, into output: inout MutableSpan<Int>
) -> Int? {
  precondition(output.count == bounds.count && bounds.count > 0 && stride > 0)
  let shift = stride.trailingZeroBitCount
  return stride == 1 << shift
    ? count(in: bounds, header: header, stride: stride, into: &output) { $0 >> shift }
    : count(in: bounds, header: header, stride: stride, into: &output) { $0 / stride }
}

/// A division by a power of two is a shift: ten times as fast.
@inline(__always)
private func count(
  in bounds: Span<Int>, header: Int, stride: Int, into output: inout MutableSpan<Int>,
  _ divide: (Int) -> Int
) -> Int? {
  var total = 0
  output[0] = 0
  for index in 1..<bounds.count {
    let size = bounds[index] - bounds[index - 1] - header
    let items = divide(size)
    if size < 0 || items * stride != size { return index - 1 }
    total += items
    output[index] = total
  }
  return nil
}

/// The number of items in front of each entry, from big-endian 32-bit places of entries without headers.
///
/// - Parameters:
///   - source: the places, each `shift` too large.
///   - end: the bytes of all entries.
///   - output: `base` + the items in front, one for each place.
/// - Returns: whether they rise to at most `end` bytes, and all lie between items.
/// - Complexity: O(places), vectorised for strides that are powers of two.
public func decodeItemBounds(
  _ source: RawSpan, less shift: Int, stride: Int, end: Int, base: Int,
  into output: inout MutableSpan<Int>
) -> Bool {
  let bits = stride.trailingZeroBitCount
  return stride == 1 << bits
    ? itemBounds(source, shift, stride, end, base, &output) { $0 >> bits }
    : itemBounds(source, shift, stride, end, base, &output) { $0 / stride }
}

@inline(__always)
private func itemBounds(
  _ source: RawSpan, _ shift: Int, _ stride: Int, _ end: Int, _ base: Int,
  _ output: inout MutableSpan<Int>, _ divide: (Int) -> Int
) -> Bool {
  let count = source.byteCount / 4
  precondition(output.count >= count)
  var faults = 0, last = 0
  for index in 0..<count {
    let word = unsafe source.unsafeLoadUnaligned(fromUncheckedByteOffset: 4 * index, as: Int32.self)
    let bound = Int(word.bigEndian) &- shift
    let items = divide(bound)
    faults |= (bound &- last) | (end &- bound) | (items &* stride == bound ? 0 : -1)
    unsafe output[unchecked: index] = base &+ items
    last = bound
  }
  return faults >= 0
}

/// The bounds of lists from their ends in a cluster.
///
/// - Parameters:
///   - start: where the first list starts in the cluster, below 2⁴⁸.
///   - base: the number of items in front of it.
///   - output: `base` + the items up to the end of each list.
/// - Returns: whether the ends rise from `start` on, to less than 2⁴⁸.
/// - Complexity: O(lists), vectorised.
public func rebaseListEnds(
  _ ends: Span<UInt64>, start: UInt64, base: Int, into output: inout MutableSpan<Int>
) -> Bool {
  precondition(output.count == ends.count && start < 1 << 48)
  var faults = 0
  var last = start
  for index in 0..<ends.count {
    let end = unsafe ends[unchecked: index]
    faults |= Int(bitPattern: UInt(end &- last)) | Int(bitPattern: UInt((1 << 48) &- 1 &- end))
    unsafe output[unchecked: index] = base &+ Int(bitPattern: UInt(end &- start))
    last = end
  }
  return faults >= 0
}
