/// The largest |g| and |h| of some rows.
public func largestMagnitudes(
  gradients: Span<Float>, hessians: Span<Float>
) -> (gradient: Float, hessian: Float) {
  precondition(gradients.count == hessians.count)
  var gradient: Float = 0, hessian: Float = 0
  for row in gradients.indices {
    let g = gradients[unchecked: row].magnitude, h = hessians[unchecked: row].magnitude
    gradient = g > gradient ? g : gradient
    hessian = h > hessian ? h : hessian
  }
  return (gradient, hessian)
}

/// How derivatives become whole numbers: x ↦ ⌊x / unit + u⌋ with u uniform in [0, 1), so that the
/// expectation is exact (stochastic rounding; Shi et al., “Quantized training of gradient boosting
/// decision trees”, NeurIPS 2022, arXiv:2207.09682).
public struct Quantiser: Sendable {
  public let gradientUnit: Float
  public let hessianUnit: Float
  /// Decides all roundings, together with the row number.
  public let key: UInt32
  /// Rows are drawn with probability `threshold` / 2³²; nil takes all.
  public let drawKey: UInt32?
  public let threshold: UInt32
  /// Whether rows without derivatives are left out: those that resampling did not draw.
  public var skipsEmptyRows = false

  /// - Parameters:
  ///   - largest: the largest |g| and |h| of the sample.
  ///   - key, drawKey: random numbers of this tree.
  ///   - fraction: of rows to draw; 1 takes all.
  public init(
    largest: (gradient: Float, hessian: Float), key: UInt32, drawKey: UInt32, fraction: Double = 1
  ) {
    gradientUnit = Self.unit(largest.gradient, HistogramLayout.gradientLevels)
    hessianUnit = Self.unit(largest.hessian, HistogramLayout.hessianLevels)
    self.key = key
    self.drawKey = fraction < 1 ? drawKey : nil
    threshold = fraction < 1 ? UInt32(max(0, fraction) * 0x1p32) : .max
  }

  private static func unit(_ largest: Float, _ levels: Float) -> Float {
    largest > 0 ? max(largest / levels, .leastNormalMagnitude) : 1
  }

  /// Whether a row is drawn for this tree.
  @inline(__always)
  public func draws(row: UInt32) -> Bool {
    guard let drawKey else { return true }
    return scrambled(row ^ drawKey) < threshold
  }

  @inline(__always)
  func entry(row: Int, gradient: Float, hessian: Float) -> RowEntry {
    let bits = scrambled(UInt32(truncatingIfNeeded: row) ^ key)
    return RowEntry(
      row: row, gradient: rounded(gradient / gradientUnit, bits &>> 16),
      hessian: rounded(hessian / hessianUnit, bits & 0xFFFF))
  }

  /// ⌊x + (bits + ½) / 2¹⁶⌋ by rounding x + u − ½ to nearest; adding 1.5·2²³ leaves the whole number
  /// in the low bits of the significand.
  @inline(__always)
  private func rounded(_ x: Float, _ bits: UInt32) -> Int32 {
    let u = Float(bitPattern: bits &<< 7 | 0x3F80_0040) - 1.5
    let shifted = (x + u) + 12_582_912
    return Int32(truncatingIfNeeded: Int(shifted.bitPattern) &- 0x4B40_0000)
  }
}

/// A bijection of 32-bit words that spreads every bit over all: two rounds of xor-shift and multiply
/// (C. Wellons, “Prospecting for hash functions”, 2018; the constants of “lowbias32”).
@inline(__always)
func scrambled(_ word: UInt32) -> UInt32 {
  var x = word
  x = (x ^ x &>> 16) &* 0x7FEB_352D
  x = (x ^ x &>> 15) &* 0x846C_A68B
  return x ^ x &>> 16
}

/// Writes the entries of the drawn rows, in rising order.
///
/// - Parameters:
///   - gradients, hessians: of rows `firstRow`, `firstRow` + 1, …
///   - entries: at least as many; the first of them are written.
/// - Returns: the number of rows drawn.
public func quantiseRows(
  _ gradients: Span<Float>, _ hessians: Span<Float>, firstRow: Int, by quantiser: Quantiser,
  into entries: inout MutableSpan<RowEntry>
) -> Int {
  let count = gradients.count
  precondition(hessians.count == count && entries.count >= count)
  if quantiser.drawKey == nil && !quantiser.skipsEmptyRows {
    for index in 0..<count {
      entries[unchecked: index] = quantiser.entry(
        row: firstRow &+ index, gradient: gradients[unchecked: index],
        hessian: hessians[unchecked: index])
    }
    return count
  }
  var drawn = 0
  for index in 0..<count {
    let row = firstRow &+ index
    entries[unchecked: drawn] = quantiser.entry(
      row: row, gradient: gradients[unchecked: index], hessian: hessians[unchecked: index])
    let isFull = !quantiser.skipsEmptyRows || hessians[unchecked: index] != 0
      || gradients[unchecked: index] != 0
    drawn &+= isFull && quantiser.draws(row: UInt32(truncatingIfNeeded: row)) ? 1 : 0
  }
  return drawn
}

/// Moves the entries at the front of each chunk together.
///
/// - Parameter filled: how many entries at the front of each chunk count.
/// - Returns: their number.
public func closeGaps(
  _ entries: inout MutableSpan<RowEntry>, chunk size: Int, filled: [Int]
) -> Int {
  var end = 0
  for (chunk, count) in filled.enumerated() {
    precondition(count <= size && chunk * size + count <= entries.count)
    if end != chunk * size {
      for index in 0..<count { entries[end + index] = entries[chunk * size + index] }
    }
    end += count
  }
  return end
}
