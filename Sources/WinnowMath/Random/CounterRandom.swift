import Foundation

/// A counter-based random generator: the number at (seed, stream, index) is a pure function of the
/// three, so any thread can produce any part of a sequence.
///
/// Philox4×32-10 of Salmon, Moraes, Dror and Shaw, “Parallel random numbers: as easy as 1, 2, 3”
/// (SC11, doi:10.1145/2063384.2063405).
public struct CounterRandom: RandomNumberGenerator, Sendable {
  private let key: SIMD2<UInt32>
  private let stream: UInt64
  private var counter: UInt64
  private var spare: UInt64?

  /// - Parameters:
  ///   - stream: one number per purpose, so that purposes do not share random numbers.
  ///   - index: where in the stream to start; each index holds two 64-bit numbers.
  public init(seed: UInt64, stream: UInt64 = 0, index: UInt64 = 0) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    self.stream = stream
    counter = index
  }

  public mutating func next() -> UInt64 {
    if let value = spare {
      spare = nil
      return value
    }
    let block = Self.block(key: key, stream: stream, index: counter)
    counter &+= 1
    spare = UInt64(block.z) | UInt64(block.w) << 32
    return UInt64(block.x) | UInt64(block.y) << 32
  }

  /// The four 32-bit numbers at one place of a stream.
  @inlinable
  public static func block(key: SIMD2<UInt32>, stream: UInt64, index: UInt64) -> SIMD4<UInt32> {
    var x = SIMD4(
      UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32),
      UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
    var key = key
    for _ in 0..<10 {
      let first = UInt64(x.x) &* 0xD251_1F53
      let second = UInt64(x.z) &* 0xCD9E_8D57
      x = SIMD4(
        UInt32(truncatingIfNeeded: second >> 32) ^ x.y ^ key.x,
        UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ x.w ^ key.y,
        UInt32(truncatingIfNeeded: first))
      key = SIMD2(key.x &+ 0x9E37_79B9, key.y &+ 0xBB67_AE85)
    }
    return x
  }

  /// Uniform in [0, 1) with 53 random bits.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform in (0, 1]; safe to take a logarithm of.
  public mutating func positiveUniform() -> Double { Double((next() >> 11) + 1) * 0x1p-53 }

  /// Standard normal, by Box and Muller; uses two numbers each time so that places stay countable.
  public mutating func normal() -> Double {
    let radius = (-2 * log(positiveUniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// Fisher–Yates permutation of 0..<count.
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    order.shuffle(using: &self)
    return order
  }
}
