/// The indices of values by rising value; equal values (0 and −0 are equal) in the order of the input.
///
/// Least-significant-digit radix sort of (sortable bits of the value, index) pairs in three passes of
/// 11 bits; a pass in which all digits agree is left out.
/// - Precondition: fewer than 2³² values, none NaN.
/// - Complexity: O(n).
public func risingOrder(of values: [Float]) -> [UInt32] {
  risingPairs(values).map { UInt32(truncatingIfNeeded: $0) }
}

/// Values by rising value, with the place where each stood: `values[k]` was given at `indices[k]`.
public struct RisingValues: Sendable {
  /// As `risingOrder` gives them.
  public let indices: [UInt32]
  /// −0 has become 0.
  public let values: [Float]

  /// - Precondition: fewer than 2³² values, none NaN.
  /// - Complexity: O(n). The values come out of the sort itself, with no jump through memory for each.
  public init(_ values: [Float]) {
    let pairs = risingPairs(values)
    indices = pairs.map { UInt32(truncatingIfNeeded: $0) }
    self.values = pairs.map { value(ofSortable: UInt32(truncatingIfNeeded: $0 >> 32)) }
  }
}

/// The bits of a digit, its values, and how many digits make a value.
private let digitBits = 11
private let digits = 1 << digitBits
private let passes = 3

/// (sortable bits, index) of each value, in the upper and lower half of a word, rising.
private func risingPairs(_ values: [Float]) -> [UInt64] {
  precondition(values.count < 1 << 32, "indices of 32 bits")
  var pairs = [UInt64](repeating: 0, count: values.count)
  var counts = [UInt32](repeating: 0, count: passes * digits)
  for index in values.indices {
    let bits = sortableBits(values[index])
    pairs[index] = UInt64(bits) << 32 | UInt64(index)
    for pass in 0..<passes { counts[pass * digits + digit(bits, pass)] += 1 }
  }
  var spare = pairs
  for pass in 0..<passes {
    var starts = Array(counts[pass * digits..<(pass + 1) * digits])
    if starts.contains(where: { Int($0) == values.count }) { continue }
    accumulate(&starts)
    var target = spare.mutableSpan
    scatter(pairs.span, into: &target, pass: pass, starts: &starts)
    swap(&pairs, &spare)
  }
  return pairs
}

/// A number whose unsigned order is that of the floats.
private func sortableBits(_ value: Float) -> UInt32 {
  precondition(!value.isNaN, "NaN has no place in an order")
  let bits = (value + 0).bitPattern
  return bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
}

private func value(ofSortable bits: UInt32) -> Float {
  Float(bitPattern: bits & 0x8000_0000 == 0 ? ~bits : bits & 0x7FFF_FFFF)
}

private func digit(_ bits: UInt32, _ pass: Int) -> Int {
  Int(bits >> UInt32(digitBits * pass)) & (digits - 1)
}

/// Turns the count of each digit into the place where its values begin.
private func accumulate(_ counts: inout [UInt32]) {
  var next: UInt32 = 0
  for index in counts.indices {
    let count = counts[index]
    counts[index] = next
    next += count
  }
}

private func scatter(
  _ source: Span<UInt64>, into target: inout MutableSpan<UInt64>, pass: Int, starts: inout [UInt32]
) {
  for index in source.indices {
    let place = digit(UInt32(truncatingIfNeeded: source[index] >> 32), pass)
    target[Int(starts[place])] = source[index]
    starts[place] += 1
  }
}
