import CLZ4
import CLZMA
import CZlib
import CZstd
import Foundation
import WinnowKernels

// The calls into the compression libraries: the only unsafe code of this target.

extension Compression {
  /// Decompresses one block into exactly the bytes `range` of `output`; false where it is damaged.
  func decompress(_ source: Data, into output: inout Data, at range: Range<Int>) -> Bool {
    if self == .lz4 { return decompressLZ4(source, into: &output, at: range) }
    let written: Int? = unsafe source.withUnsafeBytes { from in
      unsafe output.withUnsafeMutableBytes { whole in
        let to = unsafe UnsafeMutableRawBufferPointer(rebasing: whole[range])
        return switch self {
        case .zlib: unsafe inflateBlock(from, into: to, windowBits: 15)
        case .deflate: unsafe inflateBlock(from, into: to, windowBits: -15)
        case .lzma: unsafe decodeXZ(from, into: to)
        case .zstd: unsafe decodeZstd(from, into: to)
        case .none, .lz4: nil
        }
      }
    }
    return written == range.count
  }

  /// An LZ4 block stands behind its 64-bit xxHash, big-endian.
  private func decompressLZ4(_ source: Data, into output: inout Data, at range: Range<Int>) -> Bool {
    guard source.count > 8 else { return false }
    let body = source.dropFirst(8)
    let stored = source.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard xxHash64(body.span) == stored else { return false }
    let written = unsafe body.withUnsafeBytes { from in
      unsafe output.withUnsafeMutableBytes { whole in
        let to = unsafe UnsafeMutableRawBufferPointer(rebasing: whole[range])
        return unsafe LZ4_decompress_safe(
          from.baseAddress?.assumingMemoryBound(to: CChar.self),
          to.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(from.count), Int32(to.count))
      }
    }
    return Int(written) == range.count
  }

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

@unsafe private func inflateBlock(
  _ source: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, windowBits: Int32
) -> Int? {
  var stream = unsafe z_stream()
  unsafe stream.next_in = UnsafeMutablePointer(
    mutating: source.baseAddress?.assumingMemoryBound(to: Bytef.self))
  unsafe stream.avail_in = UInt32(source.count)
  unsafe stream.next_out = output.baseAddress?.assumingMemoryBound(to: Bytef.self)
  unsafe stream.avail_out = UInt32(output.count)
  guard
    unsafe inflateInit2_(
      &stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
  else { return nil }
  defer { unsafe _ = inflateEnd(&stream) }
  let status = unsafe inflate(&stream, Z_FINISH)
  return status == Z_STREAM_END ? unsafe Int(stream.total_out) : nil
}

@unsafe private func deflateBlock(
  _ source: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, level: Int
) -> Int? {
  var size = UInt(output.count)
  let status = unsafe compress2(
    output.baseAddress?.assumingMemoryBound(to: Bytef.self), &size,
    source.baseAddress?.assumingMemoryBound(to: Bytef.self), UInt(source.count), Int32(level))
  return status == Z_OK ? Int(size) : nil
}

@unsafe private func decodeXZ(
  _ source: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
) -> Int? {
  var memoryLimit: UInt64 = 256 << 20
  var read = 0, written = 0
  let status = unsafe lzma_stream_buffer_decode(
    &memoryLimit, 0, nil, source.baseAddress?.assumingMemoryBound(to: UInt8.self), &read,
    source.count, output.baseAddress?.assumingMemoryBound(to: UInt8.self), &written, output.count)
  return status == LZMA_OK ? written : nil
}

@unsafe private func decodeZstd(
  _ source: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
) -> Int? {
  let size = unsafe ZSTD_decompress(
    output.baseAddress, output.count, source.baseAddress, source.count)
  return ZSTD_isError(size) == 0 ? size : nil
}

@unsafe private func encodeZstd(
  _ source: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, level: Int
) -> Int? {
  let size = unsafe ZSTD_compress(
    output.baseAddress, output.count, source.baseAddress, source.count, Int32(level))
  return ZSTD_isError(size) == 0 ? size : nil
}
