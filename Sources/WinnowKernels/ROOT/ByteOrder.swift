/// Copies big-endian values into the byte order of this machine.
///
/// - Parameters:
///   - source: values of `width` bytes each, unaligned.
///   - width: 1, 2, 4 or 8.
///   - output: at least as many bytes as `source`.
/// - Complexity: O(bytes), vectorised.
public func copyBigEndian(
  _ source: RawSpan, width: Int, into output: inout MutableRawSpan
) {
  precondition(source.byteCount % width == 0 && output.byteCount >= source.byteCount)
  switch width {
  case 1: copyPlain(source, into: &output)
  case 2: swapCopy(source, UInt16.self, into: &output)
  case 4: swapCopy(source, UInt32.self, into: &output)
  case 8: swapCopy(source, UInt64.self, into: &output)
  default: preconditionFailure("values of 1, 2, 4 or 8 bytes")
  }
}

/// Copies bytes as they are; `output` holds at least as many.
public func copyPlain(_ source: RawSpan, into output: inout MutableRawSpan) {
  precondition(output.byteCount >= source.byteCount)
  if source.byteCount == 0 { return }
  unsafe source.withUnsafeBytes { from in
    unsafe output.withUnsafeMutableBytes { to in unsafe to.copyMemory(from: from) }
  }
}

@inline(__always)
private func swapCopy<Word: FixedWidthInteger & BitwiseCopyable>(
  _ source: RawSpan, _ type: Word.Type, into output: inout MutableRawSpan
) {
  let width = MemoryLayout<Word>.size
  unsafe source.withUnsafeBytes { from in
    unsafe storeWords(source.byteCount / width, into: &output) { index in
      unsafe from.loadUnaligned(fromByteOffset: index * width, as: Word.self).bigEndian
    }
  }
}

/// Stores the words 0 … count − 1 one after another.
/// - Precondition: `output` holds them, which the caller has checked.
@inline(__always)
@unsafe func storeWords<Word: FixedWidthInteger & BitwiseCopyable>(
  _ count: Int, into output: inout MutableRawSpan, _ word: (Int) -> Word
) {
  if count == 0 { return }
  unsafe output.withUnsafeMutableBytes { bytes in
    let base = unsafe bytes.baseAddress.unsafelyUnwrapped
    for index in 0..<count {
      unsafe base.storeBytes(
        of: word(index), toByteOffset: index * MemoryLayout<Word>.size, as: Word.self)
    }
  }
}
