import CZlib
import Foundation

/// Deflated bytes without a frame, as zip archives hold them. The calls into zlib.
enum Deflate {
  private static let level: Int32 = 6

  /// Exactly `size` bytes; nil where the data are damaged or make other than that.
  static func unpack(_ packed: Data, size: Int) -> Data? {
    if size >= 1 << 32 || packed.count >= 1 << 32 { return nil }
    var output = Data(count: max(1, size))
    let status = unsafe run(packed, into: &output) { stream in
      guard unsafe inflateInit2_(&stream, -15, ZLIB_VERSION, Self.streamSize) == Z_OK else {
        return Z_MEM_ERROR
      }
      defer { _ = unsafe inflateEnd(&stream) }
      return unsafe inflate(&stream, Z_FINISH)
    }
    return status.code == Z_STREAM_END && status.written == size ? output.prefix(size) : nil
  }

  /// nil where the library fails.
  static func pack(_ bytes: Data) -> Data? {
    if bytes.count >= 1 << 31 { return nil }
    var output = Data(count: Int(compressBound(UInt(bytes.count))) + 64)
    let status = unsafe run(bytes, into: &output) { stream in
      guard unsafe deflateInit2_(
        &stream, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Self.streamSize) == Z_OK
      else { return Z_MEM_ERROR }
      defer { _ = unsafe deflateEnd(&stream) }
      return unsafe deflate(&stream, Z_FINISH)
    }
    return status.code == Z_STREAM_END ? output.prefix(status.written) : nil
  }

  /// CRC-32.
  static func checksum(_ bytes: Data) -> Int {
    unsafe bytes.withUnsafeBytes {
      unsafe Int(crc32_z(0, $0.baseAddress?.assumingMemoryBound(to: Bytef.self), $0.count))
    }
  }

  private static var streamSize: Int32 { Int32(MemoryLayout<z_stream>.size) }

  @unsafe private static func run(
    _ input: Data, into output: inout Data, _ body: (inout z_stream) -> Int32
  ) -> (code: Int32, written: Int) {
    unsafe input.withUnsafeBytes { from in
      unsafe output.withUnsafeMutableBytes { to in
        var stream = unsafe z_stream()
        unsafe stream.next_in = UnsafeMutablePointer(
          mutating: from.baseAddress?.assumingMemoryBound(to: Bytef.self))
        unsafe stream.avail_in = UInt32(from.count)
        unsafe stream.next_out = to.baseAddress?.assumingMemoryBound(to: Bytef.self)
        unsafe stream.avail_out = UInt32(clamping: to.count)
        let code = unsafe body(&stream)
        return unsafe (code, Int(stream.total_out))
      }
    }
  }
}
