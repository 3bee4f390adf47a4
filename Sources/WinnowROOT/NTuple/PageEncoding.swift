import Foundation
import WinnowKernels

/// How the elements of a column stand in its pages.
///
/// - Reference: RNTuple specification, “Column Description”.
struct PageEncoding: Sendable, Equatable {
  enum Layout: Sendable, Equatable {
    /// Little-endian values, perhaps split into bytes, then delta or zigzag encoded.
    case words(split: Bool, delta: Bool, zigzag: Bool)
    case bits
    case half(split: Bool)
    /// The leading bits of a float.
    case truncated
    /// An integer that maps 0 … 2ⁿ − 1 to a range.
    case quantised(ClosedRange<Double>)
    /// Offset and tag of a variant.
    case switched
  }

  let layout: Layout
  /// The type of the elements as decoded.
  let type: ElementType
  /// Bits of an element in a page.
  let bits: Int

  /// Bytes of a page of so many elements.
  func pageSize(_ elements: Int) -> Int { (elements * bits + 7) / 8 }

  /// Whether the elements are the ends of lists.
  let isIndex: Bool

  /// Nil for codes that are not known.
  init?(code: Int, bits: Int, range: ClosedRange<Double>?) {
    switch code {
    case 0x1C where (10...31).contains(bits): (type, layout) = (.float, .truncated)
    case 0x1D where (1...32).contains(bits):
      guard let range else { return nil }
      (type, layout) = (.float, .quantised(range))
    default:
      guard let known = Self.known[code], known.bits == bits else { return nil }
      (type, layout) = (known.type, known.layout)
    }
    isIndex = [0x0E, 0x0F, 0x1A, 0x1B].contains(code)
    self.bits = bits
  }

  private struct Known {
    let type: ElementType
    let layout: Layout
    let bits: Int

    init(_ type: ElementType, _ layout: Layout, bits: Int? = nil) {
      self.type = type
      self.layout = layout
      self.bits = bits ?? 8 * (type.width ?? 1)
    }

    static func plain(_ type: ElementType) -> Known {
      Known(type, .words(split: false, delta: false, zigzag: false))
    }

    static func split(_ type: ElementType, delta: Bool = false, zigzag: Bool = false) -> Known {
      Known(type, .words(split: true, delta: delta, zigzag: zigzag))
    }
  }

  private static let known: [Int: Known] = [
    0x00: Known(.bool, .bits, bits: 1),
    0x01: .plain(.uint8), 0x02: .plain(.int8), 0x03: .plain(.int8), 0x04: .plain(.uint8),
    0x05: .plain(.int16), 0x06: .plain(.uint16), 0x07: .plain(.int32), 0x08: .plain(.uint32),
    0x09: .plain(.int64), 0x0A: .plain(.uint64), 0x0B: Known(.float, .half(split: false), bits: 16),
    0x0C: .plain(.float), 0x0D: .plain(.double), 0x0E: .plain(.uint32), 0x0F: .plain(.uint64),
    0x10: Known(.uint64, .switched, bits: 96),
    0x11: .split(.int16, zigzag: true), 0x12: .split(.uint16),
    0x13: .split(.int32, zigzag: true), 0x14: .split(.uint32),
    0x15: .split(.int64, zigzag: true), 0x16: .split(.uint64),
    0x17: Known(.float, .half(split: true), bits: 16),
    0x18: .split(.float), 0x19: .split(.double),
    0x1A: .split(.uint32, delta: true), 0x1B: .split(.uint64, delta: true),
  ]
}
