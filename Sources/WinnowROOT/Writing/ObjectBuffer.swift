import Foundation

/// Bytes of an object as they are written: big-endian, with byte counts and class names.
struct ObjectBuffer {
  private(set) var bytes: [UInt8] = []
  /// Bytes of the key in front, which references to objects count.
  let keySize: Int

  init(keySize: Int = 0) { self.keySize = keySize }

  mutating func write<Number: FixedWidthInteger>(_ value: Number) {
    for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> Number(truncatingIfNeeded: shift)))
    }
  }

  mutating func write(_ value: Float) { write(value.bitPattern) }
  mutating func write(_ value: Double) { write(value.bitPattern) }
  mutating func write(raw: some Sequence<UInt8>) { bytes.append(contentsOf: raw) }

  /// TString: length in one byte, or 255 and the length in four.
  mutating func write(_ text: String) {
    let letters = Array(text.utf8)
    if letters.count < 255 {
      write(UInt8(letters.count))
    } else {
      write(UInt8(255))
      write(UInt32(letters.count))
    }
    write(raw: letters)
  }

  /// A class's members behind byte count and version.
  mutating func object(version: Int16, _ body: (inout ObjectBuffer) -> Void) {
    let start = bytes.count
    write(UInt32(0))
    write(version)
    body(&self)
    patch(start, UInt32(bytes.count - start - 4) | ObjectStream.byteCountFlag)
  }

  /// An object behind a pointer, with its class name; the number by which it may be referred to.
  @discardableResult
  mutating func pointer(toNew className: String, _ body: (inout ObjectBuffer) -> Void) -> UInt32 {
    let start = bytes.count
    write(UInt32(0))
    write(ObjectStream.newClass)
    write(raw: className.utf8)
    write(UInt8(0))
    body(&self)
    patch(start, UInt32(bytes.count - start - 4) | ObjectStream.byteCountFlag)
    return UInt32(start + keySize + ObjectStream.offset)
  }

  private mutating func patch(_ place: Int, _ value: UInt32) {
    for byte in 0..<4 { bytes[place + byte] = UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * byte)) }
  }

  mutating func writeTObject() {
    write(Int16(1))
    write(UInt32(0))
    write(UInt32(0x0300_0000))  // on the heap, not deleted
  }

  mutating func writeNamed(_ name: String, _ title: String) {
    object(version: 1) { buffer in
      buffer.writeTObject()
      buffer.write(name)
      buffer.write(title)
    }
  }

  /// A TObjArray; `items` writes each pointer.
  mutating func writeArray(count: Int, _ items: (inout ObjectBuffer) -> Void) {
    object(version: 3) { buffer in
      buffer.writeTObject()
      buffer.write("")
      buffer.write(Int32(count))
      buffer.write(Int32(0))
      items(&buffer)
    }
  }
}
