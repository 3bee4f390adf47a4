import Foundation
import WinnowMath

/// The kinds of damage.
public enum Mutation {
  public static func apply(to original: Data, _ random: inout CounterRandom) -> Data {
    var bytes = original
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      if bytes.count < 16 { break }
      let place = Int.random(in: 0..<bytes.count - 8, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes = bytes.prefix(max(16, place))
      case 1: swap(&bytes, place, &random)
      case 2: moveBlock(&bytes, place, &random)
      default: damage(&bytes, place, &random)
      }
    }
    return bytes
  }

  /// Damage to a byte or a number.
  public static func damage(_ bytes: inout Data, _ place: Int, _ random: inout CounterRandom) {
    switch Int.random(in: 0..<3, using: &random) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
    default: setNumber(&bytes, place, &random)
    }
  }

  /// A number that programs do not expect: an extreme one, big- or little-endian, of 2 to 8 bytes.
  private static func setNumber(_ bytes: inout Data, _ place: Int, _ random: inout CounterRandom) {
    let numbers: [UInt64] = [
      0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFF, 0x4000_0000, 0x7FFF_FFFF_FFFF_FFFF,
      .max, 1 << 32, 1 << 55,
    ]
    let width = [2, 4, 8].randomElement(using: &random) ?? 4
    let number = numbers.randomElement(using: &random) ?? 0
    let isBig = Bool.random(using: &random)
    for byte in 0..<width {
      bytes[place + (isBig ? width - 1 - byte : byte)] = UInt8(truncatingIfNeeded: number >> UInt64(8 * byte))
    }
  }

  private static func swap(_ bytes: inout Data, _ place: Int, _ random: inout CounterRandom) {
    let other = Int.random(in: 0..<bytes.count - 8, using: &random)
    for byte in 0..<8 { bytes.swapAt(place + byte, other + byte) }
  }

  private static func moveBlock(_ bytes: inout Data, _ place: Int, _ random: inout CounterRandom) {
    let size = Int.random(in: 1...64, using: &random)
    let source = Int.random(in: 0..<bytes.count, using: &random)
    let block = bytes.subdata(in: source..<min(bytes.count, source + size))
    let end = min(bytes.count, place + block.count)
    bytes.replaceSubrange(place..<end, with: block.prefix(end - place))
  }
}
