import WinnowCore

/// A position in a block of bytes; every read is checked against the block's end.
///
/// Numbers are big-endian, as in all of a ROOT file but RNTuple (`readLittle`).
struct Cursor {
  let bytes: [UInt8]
  private(set) var position: Int
  let end: Int
  /// What the block is, for messages.
  let what: String

  init(_ bytes: [UInt8], from start: Int = 0, to end: Int? = nil, what: String) {
    let end = end ?? bytes.count
    precondition(0 <= start && start <= end && end <= bytes.count)
    self.bytes = bytes
    self.position = start
    self.end = end
    self.what = what
  }

  var left: Int { end - position }

  /// The fault that the block is not what it should be.
  func fault(_ text: String) -> WinnowError {
    WinnowError(.badData, "\(what): \(text) (at byte \(position) of \(end))")
  }

  private func need(_ count: Int) throws {
    if count < 0 || count > left {
      throw fault("\(count) bytes are needed where \(left) are left")
    }
  }

  mutating func skip(_ count: Int) throws {
    try need(count)
    position += count
  }

  mutating func move(to place: Int) throws {
    if place < 0 || place > end { throw fault("a reference to byte \(place)") }
    position = place
  }

  mutating func read<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws -> Number {
    let width = Number.bitWidth / 8
    try need(width)
    var value: Number = 0
    for index in position..<position + width {
      value = (width == 1 ? 0 : value << 8) | Number(truncatingIfNeeded: bytes[index])
    }
    position += width
    return value
  }

  mutating func readLittle<Number: FixedWidthInteger>(
    _ type: Number.Type = Number.self
  ) throws -> Number {
    try read(Number.self).byteSwapped
  }

  mutating func readFloat() throws -> Float { Float(bitPattern: try read()) }
  mutating func readDouble() throws -> Double { Double(bitPattern: try read()) }

  mutating func readBytes(_ count: Int) throws -> ArraySlice<UInt8> {
    try need(count)
    defer { position += count }
    return bytes[position..<position + count]
  }

  /// A count of items of at least `size` bytes each, which the bytes left must be able to hold.
  mutating func readCount(of size: Int) throws -> Int {
    try checkedCount(Int(try read(Int32.self)), of: size)
  }

  func checkedCount(_ count: Int, of size: Int) throws -> Int {
    if count < 0 || count > left / max(1, size) {
      throw fault("\(count) items of at least \(size) bytes where \(left) bytes are left")
    }
    return count
  }

  /// TString: a length byte (255: a 32-bit length follows), then the characters.
  mutating func readString() throws -> String {
    var length = Int(try read(UInt8.self))
    if length == 255 { length = try readCount(of: 1) }
    return String(decoding: try readBytes(length), as: UTF8.self)
  }

  /// Characters up to a zero byte.
  mutating func readZeroTerminated() throws -> String {
    guard let stop = bytes[position..<end].firstIndex(of: 0) else {
      throw fault("a name without an end")
    }
    let text = String(decoding: bytes[position..<stop], as: UTF8.self)
    position = stop + 1
    return text
  }
}
