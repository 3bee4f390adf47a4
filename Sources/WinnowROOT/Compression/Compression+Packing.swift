import CDeflate
import CZstd
import Foundation

// The calls that compress: unsafe code.

extension Compression {
  /// One block, its 9-byte header included, or nil where compression does not make it smaller.
  /// - Precondition: zlib or zstd, and at most 2²⁴ − 1 bytes.
  func compress(_ source: Data, level: Int) -> Data? {
    precondition((self == .zlib || self == .zstd) && source.count < 1 << 24)
    var packed = Data(count: source.count)
    let size: Int? = unsafe source.withUnsafeBytes { from in
      unsafe packed.withUnsafeMutableBytes { to in
        self == .zlib
          ? unsafe deflateBlock(from, into: to, level: level)
          : unsafe encodeZstd(from, into: to, level: level)
      }
    }
    guard let size, size + CompressedBlocks.headerSize < source.count else { return nil }
    let letters = Array(rawValue.utf8) + [self == .zlib ? 8 : 1]
    let sizes = [size, source.count].flatMap { [$0, $0 >> 8, $0 >> 16].map { UInt8($0 & 255) } }
    return Data(letters + sizes) + packed.prefix(size)
  }
}

@unsafe private func deflateBlock(
  _ source: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, level: Int
) -> Int? {
  guard let state = unsafe libdeflate_alloc_compressor(Int32(level)) else { return nil }
  defer { unsafe libdeflate_free_compressor(state) }
  let size = unsafe libdeflate_zlib_compress(
    state, source.baseAddress, source.count, output.baseAddress, output.count)
  return size > 0 ? size : nil
}

@unsafe private func encodeZstd(
  _ source: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, level: Int
) -> Int? {
  let size = unsafe ZSTD_compress(
    output.baseAddress, output.count, source.baseAddress, source.count, Int32(level))
  return ZSTD_isError(size) == 0 ? size : nil
}
