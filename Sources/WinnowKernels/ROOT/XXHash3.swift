/// The 64-bit XXH3 hash of bytes, seed 0.
///
/// - Complexity: O(bytes), vectorised beyond 240 bytes.
/// - Reference: Y. Collet, “xxHash fast digest algorithm”, format description 0.2.0 (XXH3).
public func xxHash3(_ bytes: Span<UInt8>) -> UInt64 {
  let count = UInt64(bytes.count)
  switch bytes.count {
  case 0: return finalMix64(secretWord(56) ^ secretWord(64))
  case 1...3: return hashOfThree(bytes)
  case 4...8:
    let low = littleEndian32(bytes, 0), high = littleEndian32(bytes, bytes.count - 4)
    return mixedEight((high &+ low << 32) ^ secretWord(8) ^ secretWord(16), count)
  case 9...16:
    let low = littleEndian64(bytes, 0) ^ secretWord(24) ^ secretWord(32)
    let high = littleEndian64(bytes, bytes.count - 8) ^ secretWord(40) ^ secretWord(48)
    return avalanche(count &+ low.byteSwapped &+ high &+ folded(low, high))
  case 17...128: return hashOfPairs(bytes)
  case 129...240: return hashOfRounds(bytes)
  default: return hashOfStripes(bytes)
  }
}

private func hashOfThree(_ bytes: Span<UInt8>) -> UInt64 {
  let count = bytes.count
  let first = UInt64(bytes[0]), middle = UInt64(bytes[count >> 1]), last = UInt64(bytes[count - 1])
  let joined = first << 16 | middle << 24 | last | UInt64(count) << 8
  let key = (secretWord(0) ^ secretWord(4)) & 0xFFFF_FFFF
  return finalMix64(joined ^ key)
}

private func mixedEight(_ value: UInt64, _ count: UInt64) -> UInt64 {
  let multiplier: UInt64 = 0x9FB2_1C65_1E98_DF25
  var hash = value
  hash ^= (hash << 49 | hash >> 15) ^ (hash << 24 | hash >> 40)
  hash = hash &* multiplier
  hash ^= (hash >> 35) &+ count
  hash = hash &* multiplier
  return hash ^ (hash >> 28)
}

/// 17 to 128 bytes: pairs of words from both ends inwards.
private func hashOfPairs(_ bytes: Span<UInt8>) -> UInt64 {
  let count = bytes.count
  var hash = UInt64(count) &* prime64[0]
  for step in stride(from: (count - 1) / 32, through: 0, by: -1) {
    hash = hash &+ mixedPair(bytes, 16 * step, 32 * step)
    hash = hash &+ mixedPair(bytes, count - 16 * (step + 1), 32 * step + 16)
  }
  return avalanche(hash)
}

private func hashOfRounds(_ bytes: Span<UInt8>) -> UInt64 {
  let count = bytes.count
  var hash = UInt64(count) &* prime64[0]
  for round in 0..<8 { hash = hash &+ mixedPair(bytes, 16 * round, 16 * round) }
  hash = avalanche(hash)
  for round in 8..<count / 16 {
    hash = hash &+ mixedPair(bytes, 16 * round, 16 * (round - 8) + 3)
  }
  return avalanche(hash &+ mixedPair(bytes, count - 16, 119))
}

/// More than 240 bytes: eight lanes over stripes of 64 bytes, scrambled after every sixteen.
private func hashOfStripes(_ bytes: Span<UInt8>) -> UInt64 {
  let count = bytes.count
  var lanes = SIMD8<UInt64>(
    prime32[2], prime64[0], prime64[1], prime64[2], prime64[3], prime32[1], prime64[4], prime32[0])
  let blocks = (count - 1) / 1024
  for block in 0..<blocks {
    for stripe in 0..<16 {
      accumulate(&lanes, bytes, 1024 * block + 64 * stripe, secret: 8 * stripe)
    }
    lanes ^= lanes &>> 47
    lanes ^= secretLanes(128)
    lanes = lanes &* SIMD8(repeating: prime32[0])
  }
  for stripe in 0..<(count - 1 - 1024 * blocks) / 64 {
    accumulate(&lanes, bytes, 1024 * blocks + 64 * stripe, secret: 8 * stripe)
  }
  accumulate(&lanes, bytes, count - 64, secret: 121)
  var hash = UInt64(count) &* prime64[0]
  for pair in 0..<4 {
    hash = hash &+ folded(
      lanes[2 * pair] ^ secretWord(11 + 16 * pair), lanes[2 * pair + 1] ^ secretWord(19 + 16 * pair))
  }
  return avalanche(hash)
}

@inline(__always)
private func accumulate(
  _ lanes: inout SIMD8<UInt64>, _ bytes: Span<UInt8>, _ at: Int, secret: Int
) {
  precondition(at >= 0 && at + 64 <= bytes.count)
  let words = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: SIMD8<UInt64>.self)
  let keyed = words ^ secretLanes(secret)
  let swapped = SIMD8<UInt64>(
    words[1], words[0], words[3], words[2], words[5], words[4], words[7], words[6])
  lanes = lanes &+ swapped &+ (keyed & SIMD8(repeating: 0xFFFF_FFFF)) &* (keyed &>> 32)
}

@inline(__always)
private func secretLanes(_ at: Int) -> SIMD8<UInt64> {
  precondition(at >= 0 && at + 64 <= secret.count)
  return unsafe secret.span.bytes.unsafeLoadUnaligned(
    fromByteOffset: at, as: SIMD8<UInt64>.self)
}

@inline(__always)
private func secretWord(_ at: Int) -> UInt64 { littleEndian64(secret.span, at) }

private func mixedPair(_ bytes: Span<UInt8>, _ at: Int, _ key: Int) -> UInt64 {
  folded(
    littleEndian64(bytes, at) ^ secretWord(key), littleEndian64(bytes, at + 8) ^ secretWord(key + 8))
}

/// The two halves of the 128-bit product, combined.
private func folded(_ left: UInt64, _ right: UInt64) -> UInt64 {
  let product = left.multipliedFullWidth(by: right)
  return product.high ^ product.low
}

private func avalanche(_ value: UInt64) -> UInt64 {
  let hash = (value ^ (value >> 37)) &* 0x1656_6791_9E37_79F9
  return hash ^ (hash >> 32)
}

private func finalMix64(_ value: UInt64) -> UInt64 {
  var hash = (value ^ (value >> 33)) &* prime64[1]
  hash = (hash ^ (hash >> 29)) &* prime64[2]
  return hash ^ (hash >> 32)
}

private let prime32: [UInt64] = [0x9E37_79B1, 0x85EB_CA77, 0xC2B2_AE3D]
private let prime64: [UInt64] = [
  0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63,
  0x27D4_EB2F_1656_67C5,
]

/// The default key of the algorithm, 192 bytes.
private let secret: [UInt8] = [
  0xB8, 0xFE, 0x6C, 0x39, 0x23, 0xA4, 0x4B, 0xBE, 0x7C, 0x01, 0x81, 0x2C, 0xF7, 0x21, 0xAD, 0x1C,
  0xDE, 0xD4, 0x6D, 0xE9, 0x83, 0x90, 0x97, 0xDB, 0x72, 0x40, 0xA4, 0xA4, 0xB7, 0xB3, 0x67, 0x1F,
  0xCB, 0x79, 0xE6, 0x4E, 0xCC, 0xC0, 0xE5, 0x78, 0x82, 0x5A, 0xD0, 0x7D, 0xCC, 0xFF, 0x72, 0x21,
  0xB8, 0x08, 0x46, 0x74, 0xF7, 0x43, 0x24, 0x8E, 0xE0, 0x35, 0x90, 0xE6, 0x81, 0x3A, 0x26, 0x4C,
  0x3C, 0x28, 0x52, 0xBB, 0x91, 0xC3, 0x00, 0xCB, 0x88, 0xD0, 0x65, 0x8B, 0x1B, 0x53, 0x2E, 0xA3,
  0x71, 0x64, 0x48, 0x97, 0xA2, 0x0D, 0xF9, 0x4E, 0x38, 0x19, 0xEF, 0x46, 0xA9, 0xDE, 0xAC, 0xD8,
  0xA8, 0xFA, 0x76, 0x3F, 0xE3, 0x9C, 0x34, 0x3F, 0xF9, 0xDC, 0xBB, 0xC7, 0xC7, 0x0B, 0x4F, 0x1D,
  0x8A, 0x51, 0xE0, 0x4B, 0xCD, 0xB4, 0x59, 0x31, 0xC8, 0x9F, 0x7E, 0xC9, 0xD9, 0x78, 0x73, 0x64,
  0xEA, 0xC5, 0xAC, 0x83, 0x34, 0xD3, 0xEB, 0xC3, 0xC5, 0x81, 0xA0, 0xFF, 0xFA, 0x13, 0x63, 0xEB,
  0x17, 0x0D, 0xDD, 0x51, 0xB7, 0xF0, 0xDA, 0x49, 0xD3, 0x16, 0x55, 0x26, 0x29, 0xD4, 0x68, 0x9E,
  0x2B, 0x16, 0xBE, 0x58, 0x7D, 0x47, 0xA1, 0xFC, 0x8F, 0xF8, 0xB8, 0xD1, 0x7A, 0xD0, 0x31, 0xCE,
  0x45, 0xCB, 0x3A, 0x8F, 0x95, 0x16, 0x04, 0x28, 0xAF, 0xD7, 0xFB, 0xCA, 0xBB, 0x4B, 0x40, 0x7E,
]
