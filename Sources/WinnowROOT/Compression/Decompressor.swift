import CDeflate
import CLZ4
import CLZMA
import CZstd
import Foundation
import WinnowCore
import WinnowKernels

/// The states of the compression libraries and a buffer, used again from record to record: making them
/// anew costs more than unpacking a small basket.
///
/// One caller at a time; `DecompressorPool` sees to that. Unsafe: calls of the compression libraries.
final class Decompressor: @unchecked Sendable {
  private var buffer = Data()
  private var deflate: OpaquePointer?
  private var zstd: OpaquePointer?

  deinit {
    unsafe libdeflate_free_decompressor(deflate)
    unsafe _ = ZSTD_freeDCtx(zstd)
  }

  /// The uncompressed bytes, `size` in number; `bytes` themselves where they are not compressed.
  ///
  /// The result shares the buffer: let go of it before the next call, which else makes a new one.
  func unpack(_ bytes: Data, size: Int, what: String) throws -> Data {
    if bytes.count == size { return bytes }
    let blocks = try CompressedBlocks.blocks(in: bytes, size: size, what: what)
    if buffer.count < size { buffer = Data(count: size) }
    for block in blocks {
      let start = bytes.startIndex
      let source = bytes[start + block.source.lowerBound..<start + block.source.upperBound]
      guard decompress(source, block.compression, to: block.destination) else {
        throw WinnowError(.badData, "\(what): the \(block.compression.name) data are damaged")
      }
    }
    return buffer.prefix(size)
  }

  /// Decompresses one block into exactly the bytes `range` of the buffer; false where it is damaged.
  private func decompress(_ source: Data, _ method: Compression, to range: Range<Int>) -> Bool {
    var source = source
    if method == .lz4 {  // stands behind its 64-bit xxHash, big-endian
      guard source.count > 8 else { return false }
      let stored = source.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      source = source.dropFirst(8)
      guard xxHash64(source.span) == stored else { return false }
    }
    let written: Int? = unsafe source.withUnsafeBytes { from in
      unsafe buffer.withUnsafeMutableBytes { whole in
        let to = unsafe UnsafeMutableRawBufferPointer(rebasing: whole[range])
        return switch method {
        case .zlib, .deflate: unsafe inflate(from, into: to, bare: method == .deflate)
        case .lzma: unsafe decodeXZ(from, into: to)
        case .lz4: unsafe decodeLZ4(from, into: to)
        case .zstd: unsafe decodeZstd(from, into: to)
        case .none: nil
        }
      }
    }
    return written == range.count
  }

  @unsafe private func inflate(
    _ source: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, bare: Bool
  ) -> Int? {
    if unsafe deflate == nil { unsafe deflate = libdeflate_alloc_decompressor() }
    guard let state = unsafe deflate else { return nil }
    let decode = unsafe bare ? libdeflate_deflate_decompress : libdeflate_zlib_decompress
    var written = 0
    let status = unsafe decode(
      state, source.baseAddress, source.count, output.baseAddress, output.count, &written)
    return status == LIBDEFLATE_SUCCESS ? written : nil
  }

  @unsafe private func decodeZstd(
    _ source: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Int? {
    if unsafe zstd == nil { unsafe zstd = ZSTD_createDCtx() }
    guard let state = unsafe zstd else { return nil }
    let size = unsafe ZSTD_decompressDCtx(
      state, output.baseAddress, output.count, source.baseAddress, source.count)
    return ZSTD_isError(size) == 0 ? size : nil
  }
}

@unsafe private func decodeLZ4(
  _ source: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
) -> Int? {
  unsafe Int(
    LZ4_decompress_safe(
      source.baseAddress?.assumingMemoryBound(to: CChar.self),
      output.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(source.count),
      Int32(output.count)))
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
