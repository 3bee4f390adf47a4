import Foundation
import WinnowCore

/// A basket that lies inside its tree's record, never compressed.
struct EmbeddedBasket: Sendable {
  let entries: Int
  let bytes: Data
  /// Where each entry starts, in 32 bits that count the key; nil where all have one size.
  let places: Data?
  let keySize: Int

  /// - Reference: ROOT, TBasket::Streamer.
  init(_ cursor: inout Cursor) throws {
    let key = try Key(&cursor)
    let shape = try BasketShape(&cursor)
    entries = shape.entries
    keySize = key.keySize
    let dataSize = shape.last - key.keySize
    guard shape.holdsBuffer else {
      (places, bytes) = (nil, Data())
      return
    }
    guard dataSize >= 0 else { throw cursor.fault("a basket with impossible sizes") }
    var places: Data?
    if shape.holdsOffsets, shape.entries > 0 {
      let count = try cursor.readCount(of: 4)
      places = Data(try cursor.readBytes(4 * count))
      if shape.holdsDisplacements { try cursor.skip(4 * cursor.readCount(of: 4)) }
    }
    try cursor.skip(key.keySize)
    bytes = Data(try cursor.readBytes(dataSize))
    self.places = places
  }
}

/// The numbers behind a basket's key.
struct BasketShape: Sendable {
  static let size = 19
  let entries: Int
  /// Where the data end, counted from the start of the key.
  let last: Int
  private let flag: UInt8

  init(_ cursor: inout Cursor) throws {
    try cursor.skip(6)  // version, size of the buffer
    let entrySize = try cursor.read(Int32.self)
    if entrySize < 0 { try cursor.skip(1) }  // I/O features follow
    entries = Int(try cursor.read(Int32.self))
    last = Int(try cursor.read(Int32.self))
    flag = try cursor.read(UInt8.self)
    if entries < 0 || last < 0 { throw cursor.fault("a basket with negative sizes") }
  }

  /// Offsets that follow from the counter branch are not stored: 80 is added to the flag.
  private var plainFlag: UInt8 { flag >= 80 ? flag - 80 : flag }
  var holdsBuffer: Bool { plainFlag == 1 || plainFlag > 10 }
  var holdsOffsets: Bool { flag < 80 && flag != 0 && flag % 10 != 2 }
  var holdsDisplacements: Bool { holdsOffsets && flag > 40 }
}
