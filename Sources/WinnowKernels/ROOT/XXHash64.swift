/// The 64-bit xxHash of bytes, seed 0.
///
/// - Complexity: O(bytes).
/// - Reference: Y. Collet, “xxHash fast digest algorithm”, format description 0.1.1 (XXH64).
public func xxHash64(_ bytes: Span<UInt8>) -> UInt64 {
  let total = bytes.count
  var position = 0
  var hash: UInt64
  if total >= 32 {
    // Four variables, not a vector: there is no vector multiplication of 64 bits that is as fast.
    var (a, b, c, d) = (prime1 &+ prime2, prime2, UInt64(0), 0 &- prime1)
    while total - position >= 32 {
      a = mixed(a, littleEndian64(bytes, position))
      b = mixed(b, littleEndian64(bytes, position + 8))
      c = mixed(c, littleEndian64(bytes, position + 16))
      d = mixed(d, littleEndian64(bytes, position + 24))
      position += 32
    }
    hash = rotated(a, 1) &+ rotated(b, 7) &+ rotated(c, 12) &+ rotated(d, 18)
    hash = merged(merged(merged(merged(hash, a), b), c), d)
  } else {
    hash = prime5
  }
  hash = hash &+ UInt64(total)
  while total - position >= 8 {
    hash = rotated(hash ^ mixed(0, littleEndian64(bytes, position)), 27) &* prime1 &+ prime4
    position += 8
  }
  if total - position >= 4 {
    hash = rotated(hash ^ (littleEndian32(bytes, position) &* prime1), 23) &* prime2 &+ prime3
    position += 4
  }
  while position < total {
    hash = rotated(hash ^ (UInt64(bytes[position]) &* prime5), 11) &* prime1
    position += 1
  }
  hash = (hash ^ (hash >> 33)) &* prime2
  hash = (hash ^ (hash >> 29)) &* prime3
  return hash ^ (hash >> 32)
}

private let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
private let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
private let prime3: UInt64 = 0x1656_67B1_9E37_79F9
private let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
private let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

@inline(__always)
private func rotated(_ value: UInt64, _ bits: UInt64) -> UInt64 {
  value << bits | value >> (64 - bits)
}

@inline(__always)
private func merged(_ hash: UInt64, _ lane: UInt64) -> UInt64 {
  (hash ^ mixed(0, lane)) &* prime1 &+ prime4
}

@inline(__always)
private func mixed(_ lane: UInt64, _ input: UInt64) -> UInt64 {
  rotated(lane &+ input &* prime2, 31) &* prime1
}

@inline(__always)
func littleEndian64(_ bytes: Span<UInt8>, _ at: Int) -> UInt64 {
  precondition(at >= 0 && at + 8 <= bytes.count)
  return unsafe UInt64(
    littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
}

@inline(__always)
func littleEndian32(_ bytes: Span<UInt8>, _ at: Int) -> UInt64 {
  precondition(at >= 0 && at + 4 <= bytes.count)
  return unsafe UInt64(
    UInt32(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt32.self)))
}
