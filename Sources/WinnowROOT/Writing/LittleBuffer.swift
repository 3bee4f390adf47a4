import Foundation
import WinnowKernels

/// Bytes of an ntuple's envelope as they are written: little-endian, in frames.
struct LittleBuffer {
  private(set) var bytes: [UInt8] = []

  mutating func write<Number: FixedWidthInteger>(_ value: Number) {
    for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> Number(truncatingIfNeeded: shift)))
    }
  }

  mutating func write(_ text: String) {
    write(UInt32(text.utf8.count))
    bytes += Array(text.utf8)
  }

  mutating func record(_ body: (inout LittleBuffer) -> Void) {
    let start = bytes.count
    write(Int64(0))
    body(&self)
    patch(start, Int64(bytes.count - start))
  }

  /// A list frame; `body` writes the items and what follows them inside the frame.
  mutating func list(_ count: Int, _ body: (inout LittleBuffer) -> Void) {
    let start = bytes.count
    write(Int64(0))
    write(UInt32(count))
    body(&self)
    patch(start, -Int64(bytes.count - start))
  }

  mutating func write(_ locator: Locator) {
    if locator.size <= Int(Int32.max) {
      write(Int32(locator.size))
      write(Int64(locator.offset))
    } else {
      write(-Int32(1 << 24 | 20))
      write(Int64(locator.size))
      write(Int64(locator.offset))
    }
  }

  private mutating func patch(_ place: Int, _ value: Int64) {
    for byte in 0..<8 { bytes[place + byte] = UInt8(truncatingIfNeeded: value >> Int64(8 * byte)) }
  }

  /// The payload as an envelope, and its checksum.
  func envelope(_ kind: Envelope.Kind) -> (bytes: [UInt8], checksum: UInt64) {
    var whole = LittleBuffer()
    whole.write(kind.rawValue | UInt64(bytes.count + 16) << 16)
    whole.bytes += bytes
    let checksum = xxHash3(whole.bytes.span)
    whole.write(checksum)
    return (whole.bytes, checksum)
  }
}
