import WinnowCore
import WinnowKernels

/// A 64-bit digest of numbers and text: FNV-1a over whole words (Fowler, Noll and Vo; RFC 9923). It
/// finds damage; it is no protection against forgery.
struct Digest {
  private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ word: UInt64) { hash = (hash ^ word) &* 0x100_0000_01b3 }

  mutating func add(_ text: String) {
    for byte in text.utf8 { add(UInt64(byte)) }
  }

  mutating func add(_ values: Tensor.Values) {
    switch values {
    case .float32(let values): for value in values { add(UInt64(value.bitPattern)) }
    case .float32InPlace(let bytes):
      let words = FixedArray<UInt32>(bytes), span = words.span
      for place in span.indices { add(UInt64(span[place])) }
    case .float64(let values): for value in values { add(value.bitPattern) }
    case .int32(let values): for value in values { add(UInt64(UInt32(bitPattern: value))) }
    case .int64(let values): for value in values { add(UInt64(bitPattern: value)) }
    case .uint8(let values): for value in values { add(UInt64(value)) }
    case .uint16(let values): for value in values { add(UInt64(value)) }
    }
  }

  /// Sixteen hexadecimal digits.
  var text: String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
