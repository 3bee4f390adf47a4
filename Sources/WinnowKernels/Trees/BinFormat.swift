/// How the bins of a sample are kept: in bytes, or, where a feature has more than 255, in 16-bit words.
public struct BinFormat: BitwiseCopyable, Sendable, Hashable {
  /// Bytes of a bin: 1 or 2.
  public let width: Int
  /// Bins of a feature in its histogram, the last one for missing values.
  public let slots: Int

  /// The most proper bins that a feature may have; the number after them stands for missing values.
  public static let maximumBins = 65_535
  /// One byte: what most samples have.
  public static let bytes = BinFormat(bins: 255)

  /// - Parameter bins: the most proper bins of a feature, 1 … 65535.
  public init(bins: Int) {
    precondition(1...Self.maximumBins ~= bins)
    width = bins < HistogramLayout.slots ? 1 : 2
    slots = (bins / HistogramLayout.slots + 1) * HistogramLayout.slots
  }

  /// Words of one feature in a wide histogram.
  public var wideStride: Int { 2 * slots }
}

/// A bin in memory. Loops over bins are written once, generic over this, and compiled for both widths.
/// The largest number is the bin of missing values.
typealias StoredBin = FixedWidthInteger & UnsignedInteger & BitwiseCopyable

extension UnsafePointer<UInt8> {
  @inline(__always)
  func bin<Bin: StoredBin>(_ index: Int, as type: Bin.Type) -> Bin {
    unsafe UnsafeRawPointer(self).loadUnaligned(
      fromByteOffset: index &* MemoryLayout<Bin>.stride, as: type)
  }
}

extension UnsafeMutablePointer<UInt8> {
  @inline(__always)
  func setBin<Bin: StoredBin>(_ index: Int, _ bin: Bin) {
    unsafe UnsafeMutableRawPointer(self).storeBytes(
      of: bin, toByteOffset: index &* MemoryLayout<Bin>.stride, as: Bin.self)
  }
}

/// One bin of a column, missing ones as the largest number of the width.
public func bin(_ column: Span<UInt8>, _ index: Int, _ format: BinFormat) -> Int {
  format.width == 1
    ? Int(column[index]) : Int(column[2 * index]) | Int(column[2 * index + 1]) << 8
}
