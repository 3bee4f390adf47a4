import CZlib
import WinnowCore

/// The bytes of a plain or gzip-compressed file, in order. Owns the C stream.
struct GzipStream: ~Copyable {
  private let stream: gzFile
  private let place: SourceLocation

  /// - Throws: `noInput` where the file cannot be opened.
  init(file: String) throws {
    place = SourceLocation(file: file)
    guard let stream = unsafe gzopen(file, "rb") else {
      throw WinnowError(.noInput, "the file cannot be opened for reading", at: place)
    }
    unsafe self.stream = stream
    _ = unsafe gzbuffer(stream, 1 << 18)
  }

  deinit { _ = unsafe gzclose_r(stream) }

  /// Fills `buffer` from `start` on; returns how many bytes came, 0 at the end.
  /// - Throws: `badData` for a truncated or corrupt compressed file, `inputOutput` for a failed read.
  func read(into buffer: inout [UInt8], from start: Int) throws -> Int {
    precondition(start < buffer.count, "no room to read into")
    let room = UInt32(min(buffer.count - start, 1 << 30))
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe gzread(stream, $0.baseAddress?.advanced(by: start), room)
    }
    if count > 0 { return Int(count) }
    var code: Int32 = Z_OK
    _ = unsafe gzerror(stream, &code)
    switch code {
    case Z_OK, Z_STREAM_END: return 0
    case Z_BUF_ERROR: throw WinnowError(.badData, "the compressed file ends early", at: place)
    case Z_DATA_ERROR: throw WinnowError(.badData, "the compressed data are damaged", at: place)
    default: throw WinnowError(.inputOutput, "the file cannot be read", at: place)
    }
  }
}
