import CIntrinsics

/// One feature of a forest as its cuts compare it, with one way for missing values: the bytes by which
/// `rankValues` replaces values.
public struct RankColumn: BitwiseCopyable, Sendable, Hashable {
  /// A rank fits a byte.
  public static let maximumThresholds = 255
  /// Thresholds that lie in registers: the coarse part of the table.
  static let coarseCount = 32

  public let feature: Int32
  /// Where its thresholds begin in those of the forest.
  let first: Int32
  let coarseSteps: Int8
  let fineSteps: Int8
  let missingRank: UInt8
  public var missingGoesLeft: Bool { missingRank == 0 }

  /// Appends the column's table to `table`.
  ///
  /// The table is 32 thresholds that quarter the range again and again, filled up with +∞, and then
  /// all thresholds, filled up with +∞ to a power of two.
  ///
  /// - Parameters:
  ///   - thresholds: rising, different, 1 … 255.
  ///   - missingGoesLeft: NaN ranks below all thresholds, otherwise above.
  public init(
    feature: Int, thresholds: [Float], missingGoesLeft: Bool, table: inout [Float]
  ) {
    precondition(1...Self.maximumThresholds ~= thresholds.count, "ranks are bytes")
    let steps = Int.bitWidth - thresholds.count.leadingZeroBitCount
    let coarse = min(steps, 5)
    let all = thresholds + Array(repeating: .infinity, count: 1 << steps - thresholds.count)
    self.feature = Int32(feature)
    first = Int32(table.count)
    coarseSteps = Int8(coarse)
    fineSteps = Int8(steps - coarse)
    missingRank = missingGoesLeft ? 0 : 255
    table += (0..<1 << coarse).map { all[($0 + 1) << (steps - coarse) - 1] }
    table += Array(repeating: .infinity, count: Self.coarseCount - 1 << coarse)
    table += all
  }
}

/// Ranks of a block of values: the number of thresholds below each, so that
/// x > threshold[k] ⇔ rank > k.
///
/// - Parameters:
///   - values: `forestBlock`.
///   - table: as `RankColumn` filled it.
///   - ranks: `forestBlock`; written.
/// - Complexity: log₂ of the thresholds per value, without branches, 16 values at a time.
public func rankValues(
  _ values: Span<Float>, by column: RankColumn, table: Span<Float>, into ranks: inout MutableSpan<UInt8>
) {
  precondition(values.count == forestBlock && ranks.count == forestBlock)
  let first = Int(column.first), fine = first + RankColumn.coarseCount
  precondition(first >= 0 && fine + 1 << (column.coarseSteps + column.fineSteps) <= table.count)
  unsafe table.withUnsafeBufferPointer { table in
    guard let start = table.baseAddress else { return }
    let coarse = unsafe start + first, fine = unsafe start + fine
    for index in 0..<forestBlock / RankBatch.values {
      let first = index &* RankBatch.values
      var batch = RankBatch(values, first)
      batch.search(steps: column.coarseSteps) { unsafe winnow_lookup32(coarse, $0) }
      batch.refine(by: Int32(column.fineSteps))
      batch.search(steps: column.fineSteps) { unsafe winnow_lookup(fine, $0) }
      batch.store(missingRank: Int32(column.missingRank), in: &ranks, first)
    }
  }
}

/// Binary searches for four vectors of values in step, so that their lookups overlap.
private struct RankBatch {
  static let values = 64

  var x: (Vector, Vector, Vector, Vector)
  var rank = (SIMD16<Int32>(), SIMD16<Int32>(), SIMD16<Int32>(), SIMD16<Int32>())

  @inline(__always)
  init(_ values: Span<Float>, _ first: Int) {
    func vector(_ index: Int) -> Vector {
      values.load(Place(index: first + index * 16, lanes: 16))
    }
    x = (vector(0), vector(1), vector(2), vector(3))
  }

  @inline(__always)
  mutating func search(steps: Int8, _ lookup: (SIMD16<Int32>) -> Vector) {
    var size: Int32 = 1 &<< Int32(steps)
    while size > 1 {
      size &>>= 1
      advance(size, lookup)
    }
  }

  /// Past the next `size` thresholds where the last of them is below x.
  @inline(__always)
  mutating func advance(_ size: Int32, _ lookup: (SIMD16<Int32>) -> Vector) {
    let last = SIMD16(repeating: size &- 1), all = SIMD16(repeating: size)
    let pivots = (
      lookup(rank.0 &+ last), lookup(rank.1 &+ last), lookup(rank.2 &+ last), lookup(rank.3 &+ last)
    )
    rank.0.replace(with: rank.0 &+ all, where: pivots.0 .< x.0)
    rank.1.replace(with: rank.1 &+ all, where: pivots.1 .< x.1)
    rank.2.replace(with: rank.2 &+ all, where: pivots.2 .< x.2)
    rank.3.replace(with: rank.3 &+ all, where: pivots.3 .< x.3)
  }

  /// From coarse to fine places.
  @inline(__always)
  mutating func refine(by steps: Int32) {
    let steps = SIMD16(repeating: steps)
    rank = (rank.0 &<< steps, rank.1 &<< steps, rank.2 &<< steps, rank.3 &<< steps)
  }

  @inline(__always)
  func store(missingRank: Int32, in ranks: inout MutableSpan<UInt8>, _ first: Int) {
    unsafe ranks.withUnsafeMutableBufferPointer { ranks in
      guard let start = ranks.baseAddress else { return }
      let place = unsafe start + first
      unsafe winnow_narrow(rank.0.replacing(with: missingRank, where: x.0 .!= x.0), place)
      unsafe winnow_narrow(rank.1.replacing(with: missingRank, where: x.1 .!= x.1), place + 16)
      unsafe winnow_narrow(rank.2.replacing(with: missingRank, where: x.2 .!= x.2), place + 32)
      unsafe winnow_narrow(rank.3.replacing(with: missingRank, where: x.3 .!= x.3), place + 48)
    }
  }
}
