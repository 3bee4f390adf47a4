/// Gradient-based one-side sampling: rows with large gradients all count, others are drawn with the
/// probability q = b / (1 − a) and count 1 / q times, so that sums stay right in expectation.
///
/// a and b are fractions of all rows. Large are those above the a-quantile from the top, found to 2⁻⁸ of
/// its size; rows at the quantile itself are drawn like the rest. Rows, not threads, decide the draws.
///
/// Reference: Ke et al., “LightGBM” (NIPS 2017), algorithm 2.
public struct GradientDraw: Sendable {
  /// Buckets of magnitudes: sign, exponent and 8 bits of the significand.
  public static let buckets = 1 << 16

  /// The highest bucket whose rows are drawn.
  let bucket: UInt32
  let threshold: UInt32
  let factor: Float
  let key: UInt32

  /// - Parameters:
  ///   - counts: rows by bucket, as `countMagnitudes` fills them.
  ///   - top, other: a and b; above 0, and a + b < 1.
  ///   - key: a random number of the tree.
  public init(counts: [Int], top: Double, other: Double, key: UInt32) {
    precondition(counts.count == Self.buckets && top > 0 && other > 0 && top + other < 1)
    let wanted = top * Double(counts.reduce(0, +))
    var bucket = Self.buckets - 1, above = 0
    while bucket > 0, Double(above + counts[bucket]) <= wanted {
      above += counts[bucket]
      bucket -= 1
    }
    self.bucket = UInt32(bucket)
    threshold = UInt32(other / (1 - top) * 0x1p32)
    factor = Float((1 - top) / other)
    self.key = key
  }

  @inline(__always)
  static func bucket(_ gradient: Float) -> UInt32 { gradient.magnitude.bitPattern &>> 15 }

  /// How often a row counts: 1, 0 or 1 / q.
  @inline(__always)
  func count(row: Int, gradient: Float) -> Float {
    if Self.bucket(gradient) > bucket { return 1 }
    return scrambled(UInt32(truncatingIfNeeded: row) ^ key) < threshold ? factor : 0
  }
}

/// Counts rows by the bucket of |g|. - Parameter counts: `GradientDraw.buckets`; added to.
public func countMagnitudes(_ gradients: Span<Float>, into counts: inout MutableSpan<Int>) {
  precondition(counts.count == GradientDraw.buckets)
  for index in gradients.indices {
    counts[unchecked: Int(GradientDraw.bucket(gradients[unchecked: index]))] += 1
  }
}

/// Multiplies the derivatives of each row by how often it counts.
///
/// - Parameter firstRow: the number of the first row of the spans.
public func resampleDerivatives(
  _ gradients: inout MutableSpan<Float>, _ hessians: inout MutableSpan<Float>, firstRow: Int,
  by draw: GradientDraw
) {
  precondition(gradients.count == hessians.count)
  for index in gradients.indices {
    let count = draw.count(row: firstRow + index, gradient: gradients[unchecked: index])
    gradients[unchecked: index] *= count
    hessians[unchecked: index] *= count
  }
}
