/// A stream of random bits that is a pure function of (key, stream, index): ten rounds of
/// Philox4×32, sixteen counters at a time. The numbers are those of `CounterRandom.block`.
///
/// Salmon, Moraes, Dror and Shaw, SC11, doi:10.1145/2063384.2063405.
public struct RandomBits: Sendable {
  private let key: SIMD2<UInt32>
  private let stream: UInt64

  public init(seed: UInt64, stream: UInt64) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    self.stream = stream
  }

  typealias Lanes = SIMD16<UInt32>

  /// The four words at the indices `first … first + 15`, word by word.
  @inline(__always)
  func blocks(from first: UInt64) -> (Lanes, Lanes, Lanes, Lanes) {
    let low = Lanes(repeating: UInt32(truncatingIfNeeded: first)) &+ Self.steps
    let carry = Lanes(repeating: 0)
      .replacing(with: 1, where: low .< UInt32(truncatingIfNeeded: first))
    var x = low
    var y = Lanes(repeating: UInt32(truncatingIfNeeded: first >> 32)) &+ carry
    var z = Lanes(repeating: UInt32(truncatingIfNeeded: stream))
    var w = Lanes(repeating: UInt32(truncatingIfNeeded: stream >> 32))
    var (a, b) = (key.x, key.y)
    for _ in 0..<10 {
      let (highX, lowX) = Self.product(x, 0xD251_1F53)
      let (highZ, lowZ) = Self.product(z, 0xCD9E_8D57)
      (x, y, z, w) = (highZ ^ y ^ Lanes(repeating: a), lowZ, highX ^ w ^ Lanes(repeating: b), lowX)
      a &+= 0x9E37_79B9
      b &+= 0xBB67_AE85
    }
    return (x, y, z, w)
  }

  private static let steps = Lanes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)

  /// High and low halves of the 64-bit products of sixteen words with one.
  @inline(__always)
  private static func product(_ words: Lanes, _ factor: UInt32) -> (high: Lanes, low: Lanes) {
    // Pairs of words as 64-bit numbers in the same register: first those in even lanes, then odd.
    let pairs = unsafe unsafeBitCast(words, to: SIMD8<UInt64>.self)
    let wide = SIMD8<UInt64>(repeating: UInt64(factor))
    let mask = SIMD8<UInt64>(repeating: 0xFFFF_FFFF)
    let even = (pairs & mask) &* wide
    let odd = (pairs &>> 32) &* wide
    let high = (even &>> 32) | (odd & ~mask)
    return unsafe (unsafeBitCast(high, to: Lanes.self), words &* Lanes(repeating: factor))
  }
}

/// outputs[i] ← inputs[i] · mask[i] / (1 − p), where mask is 0 with probability p, else 1.
///
/// Whether element i is dropped depends on the bits at its place in the stream alone, so forward and
/// backward passes, and any split over threads, agree without a stored mask.
///
/// - Parameters:
///   - place: the place of the first element in the stream; a multiple of 64.
///   - probability: p in [0, 1).
public func applyDropout(
  _ inputs: Span<Float>, probability: Float, bits: RandomBits, place first: Int,
  into outputs: inout MutableSpan<Float>
) {
  precondition(inputs.count == outputs.count && first % 64 == 0, "sizes and place")
  let threshold = SIMD16<UInt32>(repeating: UInt32(Double(probability) * 0x1p32))
  let scale = Vector(1 / (1 - probability))
  var index = 0
  while index < inputs.count {
    let words = bits.blocks(from: UInt64((first + index) / 4))
    for word in [words.0, words.1, words.2, words.3] where index < inputs.count {
      let place = Place(index: index, lanes: min(16, inputs.count - index))
      let kept = Vector(0).replacing(with: scale, where: .!(word .< threshold))
      outputs.store(inputs.load(place) * kept, place)
      index += 16
    }
  }
}
