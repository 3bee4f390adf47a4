/// The indices of values by rising value; equal values (0 and −0 are equal) in the order of the input.
///
/// Least-significant-digit radix sort of (sortable bits of the value, index) pairs in three passes of
/// 11 bits; a pass in which all digits agree is left out.
/// - Precondition: fewer than 2³² values, none NaN.
/// - Complexity: O(n).
public func risingOrder(of values: [Float]) -> [UInt32] {
  precondition(values.count < 1 << 32, "indices of 32 bits")
  var pairs = [UInt64](repeating: 0, count: values.count)
  for index in values.indices {
    pairs[index] = UInt64(sortableBits(values[index])) << 32 | UInt64(index)
  }
  var spare = pairs
  for shift in [32, 43, 54] {
    var starts = digitStarts(of: pairs.span, shift: shift)
    if starts.isEmpty { continue }
    var target = spare.mutableSpan
    scatter(pairs.span, into: &target, shift: shift, starts: &starts)
    swap(&pairs, &spare)
  }
  return pairs.map { UInt32(truncatingIfNeeded: $0) }
}

private let digits = 2048

/// A number whose unsigned order is that of the floats.
private func sortableBits(_ value: Float) -> UInt32 {
  precondition(!value.isNaN, "NaN has no place in an order")
  let bits = (value + 0).bitPattern
  return bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
}

private func digit(_ pair: UInt64, _ shift: Int) -> Int {
  Int(truncatingIfNeeded: pair >> UInt64(shift)) & (digits - 1)
}

/// Where each digit's values begin in the sorted array; empty where all digits are the same.
private func digitStarts(of pairs: Span<UInt64>, shift: Int) -> [Int] {
  var counts = [Int](repeating: 0, count: digits)
  for index in pairs.indices { counts[digit(pairs[index], shift)] += 1 }
  if counts.contains(pairs.count) { return [] }
  var next = 0
  for index in counts.indices {
    let count = counts[index]
    counts[index] = next
    next += count
  }
  return counts
}

private func scatter(
  _ source: Span<UInt64>, into target: inout MutableSpan<UInt64>, shift: Int, starts: inout [Int]
) {
  for index in source.indices {
    let place = digit(source[index], shift)
    target[starts[place]] = source[index]
    starts[place] += 1
  }
}
