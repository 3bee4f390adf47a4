/// How bins, rows and gradient histograms lie in memory.
///
/// Bins: one byte each, or two (`BinFormat`), in stripes of up to 64 bytes; a stripe holds 16, 32 or 64
/// bytes per row, so a row never straddles cache lines. A block is some features of a stripe whose histograms fit the
/// first-level cache; the blocks of a stripe take turns on batches of rows that the second level holds.
///
/// A narrow histogram word sums quantised rows in one 64-bit addition each:
/// gradient (25 bits) · Hessian (24 bits) · count (15 bits). It holds at most `narrowRows` rows.
///
/// A wide histogram has two planes of words per feature, one word per slot: the gradient sums, then
/// Hessian sum (36 bits) · count (28 bits). All are integers: sums do not depend on their order.
public enum HistogramLayout {
  /// Bins of a feature in bytes, the one for missing values included.
  public static let slots = 256
  /// The bin of missing values (NaN) in bytes; proper bins are 0 … 254.
  public static let missingBin: UInt8 = 255
  /// Features of a block, at most.
  public static let blockWidth = 16
  /// Bytes of a row in a stripe, at most: a cache line.
  public static let stripeWidth = 64
  /// Rows that the blocks of a stripe take turns on.
  public static let batchRows = 2048
  /// Rows that a narrow histogram can hold.
  public static let narrowRows = 16_384
  /// Largest magnitudes of quantised gradients and Hessians: 1000 · 16384 < 2²⁴, 500 · 16384 < 2²³.
  public static let gradientLevels: Float = 1000
  public static let hessianLevels: Float = 500
  /// Rows of a training sample: 500 · 2²⁶ < 2³⁵.
  public static let maximumRows = 1 << 26

  /// Rows between the one asked for and the one in use: covers the latency of memory.
  static let lead = 24
  static let countMask: Int64 = (1 << 28) - 1
}

/// A row of the training sample with its quantised derivatives: what moves when a node is split.
public struct RowEntry: BitwiseCopyable, Sendable, Hashable {
  @usableFromInline let word: UInt64

  /// - Precondition: the derivatives fit in 16 signed bits.
  @inlinable @inline(__always)
  public init(row: Int, gradient: Int32, hessian: Int32) {
    let pair = UInt32(bitPattern: gradient) << 16 | UInt32(bitPattern: hessian) & 0xFFFF
    self.init(word: UInt64(pair) << 32 | UInt64(UInt32(truncatingIfNeeded: row)))
  }

  @usableFromInline @inline(__always)
  init(word: UInt64) { self.word = word }

  public var row: Int { Int(word & 0xFFFF_FFFF) }
  public var gradient: Int64 { Int64(bitPattern: word) >> 48 }
  public var hessian: Int64 { Int64(Int16(truncatingIfNeeded: word >> 32)) }

  /// The row's addend in a narrow histogram.
  var narrow: Int64 { gradient &<< 39 &+ hessian &<< 15 &+ 1 }
}

/// The sums of a bin, a node, or one side of a split, in quantised units.
public struct BinSums: BitwiseCopyable, Sendable, Hashable {
  public var gradient: Int64
  public var hessian: Int64
  public var count: Int64

  public init(gradient: Int64 = 0, hessian: Int64 = 0, count: Int64 = 0) {
    self.gradient = gradient
    self.hessian = hessian
    self.count = count
  }

  /// From the two planes of a wide histogram.
  init(gradient: Int64, rest: Int64) {
    self.init(
      gradient: gradient, hessian: rest >> 28, count: rest & HistogramLayout.countMask)
  }

  public static func + (a: BinSums, b: BinSums) -> BinSums {
    BinSums(
      gradient: a.gradient + b.gradient, hessian: a.hessian + b.hessian, count: a.count + b.count)
  }

  public static func - (a: BinSums, b: BinSums) -> BinSums {
    BinSums(
      gradient: a.gradient - b.gradient, hessian: a.hessian - b.hessian, count: a.count - b.count)
  }
}
