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

  var isIndex: Bool { isOffset }
  private let isOffset: Bool

  /// Nil for codes that are not known.
  init?(code: Int, bits: Int, range: ClosedRange<Double>?) {
    func plain(_ type: ElementType) -> (ElementType, Layout) {
      (type, .words(split: false, delta: false, zigzag: false))
    }
    func split(_ type: ElementType, delta: Bool = false, zigzag: Bool = false) -> (ElementType, Layout) {
      (type, .words(split: true, delta: delta, zigzag: zigzag))
    }
    let known: (ElementType, Layout)
    switch code {
    case 0x00: known = (.bool, .bits)
    case 0x01, 0x04: known = plain(.uint8)
    case 0x02, 0x03: known = plain(.int8)
    case 0x05: known = plain(.int16)
    case 0x06: known = plain(.uint16)
    case 0x07: known = plain(.int32)
    case 0x08, 0x0E: known = plain(.uint32)
    case 0x09: known = plain(.int64)
    case 0x0A, 0x0F: known = plain(.uint64)
    case 0x0B: known = (.float, .half(split: false))
    case 0x0C: known = plain(.float)
    case 0x0D: known = plain(.double)
    case 0x10: known = (.uint64, .switched)
    case 0x11: known = split(.int16, zigzag: true)
    case 0x12: known = split(.uint16)
    case 0x13: known = split(.int32, zigzag: true)
    case 0x14: known = split(.uint32)
    case 0x15: known = split(.int64, zigzag: true)
    case 0x16: known = split(.uint64)
    case 0x17: known = (.float, .half(split: true))
    case 0x18: known = split(.float)
    case 0x19: known = split(.double)
    case 0x1A: known = split(.uint32, delta: true)
    case 0x1B: known = split(.uint64, delta: true)
    case 0x1C where (10...31).contains(bits): known = (.float, .truncated)
    case 0x1D where (1...32).contains(bits):
      guard let range else { return nil }
      known = (.float, .quantised(range))
    default: return nil
    }
    (type, layout) = known
    isOffset = [0x0E, 0x0F, 0x1A, 0x1B].contains(code)
    switch layout {
    case .words: self.bits = 8 * (type.width ?? 1)
    case .bits: self.bits = 1
    case .half: self.bits = 16
    case .truncated, .quantised: self.bits = bits
    case .switched: self.bits = 96
    }
    if self.bits != bits { return nil }
  }
}
