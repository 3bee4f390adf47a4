/// The 64-bit xxHash of bytes, seed 0.
///
/// - Complexity: O(bytes).
/// - Reference: Y. Collet, “xxHash fast digest algorithm”, format description 0.1.1 (XXH64).
public func xxHash64(_ bytes: Span<UInt8>) -> UInt64 {
  let total = bytes.count
  var position = 0
  var hash: UInt64
  if total >= 32 {
    var lanes = SIMD4<UInt64>(prime1 &+ prime2, prime2, 0, 0 &- prime1)
    while total - position >= 32 {
      for lane in 0..<4 {
        lanes[lane] = mixed(lanes[lane], littleEndian64(bytes, position + 8 * lane))
      }
      position += 32
    }
    hash = rotated(lanes[0], 1) &+ rotated(lanes[1], 7)
    hash = hash &+ rotated(lanes[2], 12) &+ rotated(lanes[3], 18)
    for lane in 0..<4 { hash = (hash ^ mixed(0, lanes[lane])) &* prime1 &+ prime4 }
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
