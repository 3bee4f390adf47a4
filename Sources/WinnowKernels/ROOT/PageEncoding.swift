/// Puts split bytes together again: value i consists of bytes i, n + i, 2n + i, … of the source.
///
/// - Parameters:
///   - source: n values of `width` bytes (2, 4 or 8), all first bytes first.
///   - output: as many bytes as `source`; little-endian values.
/// - Complexity: O(bytes), vectorised.
public func joinSplitBytes(_ source: RawSpan, width: Int, into output: inout MutableRawSpan) {
  precondition(source.byteCount % width == 0 && output.byteCount >= source.byteCount)
  switch width {
  case 2: join(source, UInt16.self, into: &output)
  case 4: join(source, UInt32.self, into: &output)
  case 8: join(source, UInt64.self, into: &output)
  default: preconditionFailure("values of 2, 4 or 8 bytes")
  }
}

@inline(__always)
private func join<Word: FixedWidthInteger & BitwiseCopyable>(
  _ source: RawSpan, _ type: Word.Type, into output: inout MutableRawSpan
) {
  let width = MemoryLayout<Word>.size
  let count = source.byteCount / width
  unsafe source.withUnsafeBytes { from in
    unsafe storeWords(count, into: &output) { index in
      var word: Word = 0
      for byte in 0..<width {
        let part = unsafe from.load(fromByteOffset: byte * count + index, as: UInt8.self)
        word |= Word(truncatingIfNeeded: part) &<< Word(truncatingIfNeeded: 8 * byte)
      }
      return word.littleEndian
    }
  }
}

/// Splits little-endian values into their bytes, all first bytes first: undone by `joinSplitBytes`.
public func splitBytes(_ source: RawSpan, width: Int, into output: inout MutableRawSpan) {
  precondition(source.byteCount % width == 0 && output.byteCount >= source.byteCount)
  let count = source.byteCount / width
  let bytes = Span<UInt8>(_bytes: source)
  unsafe output.withUnsafeMutableBytes { to in
    for byte in 0..<width {
      for index in 0..<count { unsafe to[byte * count + index] = bytes[index * width + byte] }
    }
  }
}

/// Undoes the delta encoding: every value becomes the sum of all up to it, wrapping.
///
/// - Parameter width: of the values, 4 or 8 bytes, in the byte order of this machine.
public func accumulateInPlace(_ values: inout MutableRawSpan, width: Int) {
  precondition(width == 4 || width == 8)
  if width == 4 { accumulate(&values, UInt32.self) } else { accumulate(&values, UInt64.self) }
}

@inline(__always)
private func accumulate<Word: FixedWidthInteger & BitwiseCopyable>(
  _ values: inout MutableRawSpan, _ type: Word.Type
) {
  var sum: Word = 0
  mapInPlace(&values, type) { word in
    sum = sum &+ word
    return sum
  }
}

/// Undoes the zigzag encoding, where 0, 1, 2, 3, … stand for 0, −1, 1, −2, ….
///
/// - Parameter width: of the values, 2, 4 or 8 bytes, in the byte order of this machine.
public func undoZigzagInPlace(_ values: inout MutableRawSpan, width: Int) {
  switch width {
  case 2: mapInPlace(&values, UInt16.self) { ($0 >> 1) ^ (0 &- ($0 & 1)) }
  case 4: mapInPlace(&values, UInt32.self) { ($0 >> 1) ^ (0 &- ($0 & 1)) }
  case 8: mapInPlace(&values, UInt64.self) { ($0 >> 1) ^ (0 &- ($0 & 1)) }
  default: preconditionFailure("values of 2, 4 or 8 bytes")
  }
}

@inline(__always)
private func mapInPlace<Word: FixedWidthInteger & BitwiseCopyable>(
  _ values: inout MutableRawSpan, _ type: Word.Type, _ transform: (Word) -> Word
) {
  let width = MemoryLayout<Word>.size
  let bytes = unsafe values.withUnsafeMutableBytes { UnsafeRawBufferPointer($0) }
  unsafe storeWords(values.byteCount / width, into: &values) { index in
    transform(unsafe bytes.loadUnaligned(fromByteOffset: index * width, as: Word.self))
  }
}

/// Takes apart values of 1 to 32 bits that follow each other without gaps, lowest bit first.
///
/// - Parameters:
///   - source: at least `(first + output.count) * bits` bits.
///   - first: the number of the first value wanted.
/// - Complexity: O(values).
public func unpackBits(
  _ source: Span<UInt8>, bits: Int, first: Int, into output: inout MutableSpan<UInt32>
) {
  precondition(bits > 0 && bits <= 32 && first >= 0)
  precondition((first + output.count) * bits <= source.count * 8, "bits behind the end")
  let mask: UInt64 = (1 << UInt64(bits)) - 1
  for index in 0..<output.count {
    let start = (first + index) * bits
    let stop = (start + bits + 7) >> 3
    var word: UInt64 = 0
    var byte = stop - 1
    while byte >= start >> 3 {
      word = word << 8 | UInt64(source[byte])
      byte -= 1
    }
    output[index] = UInt32(truncatingIfNeeded: (word >> UInt64(start & 7)) & mask)
  }
}

/// Zigzag encodes signed values of `width` bytes, 2, 4 or 8: undone by `undoZigzagInPlace`.
public func zigzagInPlace(_ values: inout MutableRawSpan, width: Int) {
  switch width {
  case 2: mapInPlace(&values, UInt16.self) { ($0 << 1) ^ (0 &- ($0 >> 15)) }
  case 4: mapInPlace(&values, UInt32.self) { ($0 << 1) ^ (0 &- ($0 >> 31)) }
  case 8: mapInPlace(&values, UInt64.self) { ($0 << 1) ^ (0 &- ($0 >> 63)) }
  default: preconditionFailure("values of 2, 4 or 8 bytes")
  }
}
