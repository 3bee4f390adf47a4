/// Sixteen comparisons as bits 0 … 15, the first lane lowest.
@inline(__always)
func laneBits(_ mask: SIMDMask<SIMD16<Int32>>) -> UInt32 {
  joined(SIMD16<UInt32>.zero.replacing(with: lowBits, where: mask))
}

/// Two times sixteen comparisons as bits 0 … 31.
@inline(__always)
func laneBits(_ low: SIMDMask<SIMD16<Int32>>, _ high: SIMDMask<SIMD16<Int32>>) -> UInt32 {
  joined(
    SIMD16<UInt32>.zero.replacing(with: lowBits, where: low)
      | SIMD16<UInt32>.zero.replacing(with: lowBits &<< 16, where: high))
}

@inline(__always)
private var lowBits: SIMD16<UInt32> {
  SIMD16(
    0x1, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200, 0x400, 0x800, 0x1000, 0x2000, 0x4000,
    0x8000)
}

/// The bitwise or of all lanes, by halves; the standard library's reductions are not inlined.
@inline(__always)
private func joined(_ lanes: SIMD16<UInt32>) -> UInt32 {
  let eights = unsafe unsafeBitCast(lanes, to: (SIMD8<UInt32>, SIMD8<UInt32>).self)
  let fours = unsafe unsafeBitCast(
    eights.0 | eights.1, to: (SIMD4<UInt32>, SIMD4<UInt32>).self)
  let words = unsafe unsafeBitCast(fours.0 | fours.1, to: (UInt64, UInt64).self)
  let word = words.0 | words.1
  return UInt32(truncatingIfNeeded: word | word &>> 32)
}

/// The places of the set bits, lowest first.
struct SetBits: Sequence, IteratorProtocol {
  private var bits: UInt32

  @inline(__always)
  init(_ bits: UInt32) { self.bits = bits }

  @inline(__always)
  mutating func next() -> Int? {
    if bits == 0 { return nil }
    defer { bits &= bits &- 1 }
    return bits.trailingZeroBitCount
  }
}
