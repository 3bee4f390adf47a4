import Foundation

/// Numbers as the bytes they are in memory, and back: for file formats of this byte order.
public enum RawBytes {
  public static func bytes<Number: BitwiseCopyable>(of values: [Number]) -> Data {
    unsafe values.withUnsafeBytes { unsafe Data($0) }
  }

  /// The numbers stored in the bytes, which need not be aligned.
  /// - Precondition: a whole number of them.
  public static func values<Number: BitwiseCopyable>(
    _ type: Number.Type, from bytes: Data
  ) -> [Number] {
    let width = MemoryLayout<Number>.stride
    precondition(bytes.count % width == 0, "a whole number of values")
    return unsafe [Number](unsafeUninitializedCapacity: bytes.count / width) { buffer, count in
      unsafe _ = bytes.copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
      count = bytes.count / width
    }
  }
}
