import Foundation
import WinnowCore
import WinnowKernels

/// A place in the file and its size there.
struct Locator: Sendable {
  let offset: Int
  let size: Int

  /// - Reference: RNTuple specification, “Locators and Envelope Links”.
  init(_ cursor: inout Cursor) throws {
    let size = try cursor.readLittle(Int32.self)
    if size >= 0 {
      self.size = Int(size)
      offset = try cursor.readLittlePlace()
      return
    }
    let word = size.magnitude
    guard (word >> 24) & 0x7F == 1, word & 0xFFFF == 20 else {
      throw cursor.fault("a locator of an unknown kind")
    }
    self.size = try cursor.readLittlePlace()
    offset = try cursor.readLittlePlace()
  }

  init(offset: Int, size: Int) {
    self.offset = offset
    self.size = size
  }
}

extension Cursor {
  /// A 64-bit place or size, which must not be negative or beyond 2⁵⁶.
  mutating func readLittlePlace() throws -> Int {
    let value = try readLittle(UInt64.self)
    if value >= 1 << 56 { throw fault("an impossible place or size \(value)") }
    return Int(value)
  }

  /// A string behind its 32-bit length.
  mutating func readLittleString() throws -> String {
    let length = try checkedCount(Int(try readLittle(UInt32.self)), of: 1)
    return String(decoding: try readBytes(length), as: UTF8.self)
  }

  /// The feature flags; none is known, so any that is set refuses the ntuple.
  mutating func readFeatureFlags() throws {
    let flags = try readLittle(Int64.self)
    if flags != 0 { throw fault("the ntuple needs features that are not known here (\(flags))") }
  }

  /// Enters a record frame; `body` reads what it knows, and the rest is skipped.
  mutating func record<Result>(_ body: (inout Cursor) throws -> Result) throws -> Result {
    let start = position
    let size = try readLittle(Int64.self)
    guard size >= 8, size - 8 <= left else { throw fault("a record of \(size) bytes") }
    let result = try body(&self)
    if position > start + Int(size) { throw fault("a record is shorter than its content") }
    try move(to: start + Int(size))
    return result
  }

  /// Enters a list frame of items of at least `size` bytes; what follows the items is `tail`'s.
  mutating func list<Item>(
    of size: Int, _ item: (inout Cursor) throws -> Item, tail: (inout Cursor) throws -> Void = { _ in }
  ) throws -> [Item] {
    let start = position
    let length = try readLittle(Int64.self)
    guard length < 0, length > Int64.min, Int(length.magnitude) - 8 <= left else {
      throw fault("a list of \(length) bytes")
    }
    let count = try checkedCount(Int(try readLittle(UInt32.self)), of: size)
    let items = try (0..<count).map { _ in try item(&self) }
    try tail(&self)
    let end = start + Int(length.magnitude)
    if position > end { throw fault("a list is shorter than its content") }
    try move(to: end)
    return items
  }
}

/// A block that describes an ntuple: header, footer or page list, with its checksum verified.
struct Envelope {
  enum Kind: UInt64 {
    case header = 1, footer = 2, pageList = 3
  }

  /// Over the payload, without the preamble and the checksum.
  let cursor: Cursor
  let checksum: UInt64

  init(_ kind: Kind, at locator: Locator, size: Int, in image: FileImage) throws {
    let what = "\(kind) of the ntuple"
    let stored = try image.slice(locator.offset, locator.size, what)
    let bytes = [UInt8](try Decompressor().unpack(stored, size: size, what: what))
    guard bytes.count >= 16 else { throw WinnowError(.badData, "\(what): too short") }
    var preamble = Cursor(bytes, what: what)
    let word = try preamble.readLittle(UInt64.self)
    guard word & 0xFFFF == kind.rawValue, word >> 16 == UInt64(bytes.count) else {
      throw WinnowError(.badData, "\(what): is none")
    }
    var end = Cursor(bytes, from: bytes.count - 8, what: what)
    checksum = try end.readLittle(UInt64.self)
    guard xxHash3(bytes.span.extracting(0..<bytes.count - 8)) == checksum else {
      throw WinnowError(.badData, "\(what): its checksum is wrong")
    }
    cursor = Cursor(bytes, from: 8, to: bytes.count - 8, what: what)
  }
}
