import Foundation
import WinnowCore

/// The record in front of every object of a file (TKey): what it is, where, and how large.
struct Key: Sendable {
  /// Bytes of the record with its object as stored.
  var recordSize = 0
  /// Bytes of the object when uncompressed.
  var objectSize = 0
  /// Bytes of the key itself.
  var keySize = 0
  var cycle = 0
  /// Where the record is in the file.
  var seek = 0
  var className = ""
  var name = ""
  var title = ""

  /// - Reference: ROOT, `io/doc/TFile/datarecord.md`.
  init(_ cursor: inout Cursor) throws {
    recordSize = Int(try cursor.read(Int32.self))
    let version = try cursor.read(Int16.self)
    objectSize = Int(try cursor.read(Int32.self))
    try cursor.skip(4)  // date and time
    keySize = Int(try cursor.read(Int16.self))
    cycle = Int(try cursor.read(Int16.self))
    let wide = version > 1000
    seek = wide ? try cursor.readOffset64() : Int(try cursor.read(UInt32.self))
    try cursor.skip(wide ? 8 : 4)  // the directory's place
    className = try cursor.readString()
    name = try cursor.readString()
    title = try cursor.readString()
    guard recordSize >= 0, objectSize >= 0, keySize >= 0 else {
      throw cursor.fault("a key with negative sizes")
    }
  }

  private var what: String { "\(className) “\(name)”" }

  /// The object of this key as it is stored.
  private func stored(in image: FileImage) throws -> Data {
    guard keySize <= recordSize else {
      throw WinnowError(.badData, "\(what): its key is larger than its record")
    }
    return try image.slice(seek + keySize, recordSize - keySize, what)
  }

  /// The object of this key, uncompressed.
  func object(in image: FileImage, using decompressor: Decompressor) throws -> Data {
    try decompressor.unpack(stored(in: image), size: objectSize, what: what)
  }

  /// The object of this key, uncompressed, where there is only one to be read.
  func object(in image: FileImage) throws -> Data {
    try object(in: image, using: Decompressor())
  }

  /// Refuses an object that its record cannot hold, before memory is taken for it.
  func checkSize(in image: FileImage) throws {
    let stored = try stored(in: image)
    if stored.count == objectSize { return }
    _ = try CompressedBlocks.blocks(in: stored, size: objectSize, what: what)
  }
}

extension Cursor {
  /// A 64-bit place in a file, which must not be negative or beyond 2⁵⁶.
  mutating func readOffset64() throws -> Int {
    let value = try read(Int64.self)
    if value < 0 || value >= 1 << 56 { throw fault("an impossible place \(value)") }
    return Int(value)
  }
}
