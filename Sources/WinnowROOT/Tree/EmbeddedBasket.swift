import WinnowCore

/// A basket that lies inside its tree's record, never compressed.
struct EmbeddedBasket: Sendable {
  let entries: Int
  /// Where each entry starts in `bytes`; nil where all have one size.
  let offsets: [Int]?
  let bytes: [UInt8]

  /// - Reference: ROOT, TBasket::Streamer.
  init(_ cursor: inout Cursor) throws {
    let key = try Key(&cursor)
    let shape = try BasketShape(&cursor)
    entries = shape.entries
    let dataSize = shape.last - key.keySize
    guard shape.holdsBuffer else {
      (offsets, bytes) = (nil, [])
      return
    }
    guard dataSize >= 0 else { throw cursor.fault("a basket with impossible sizes") }
    var starts: [Int]?
    if shape.holdsOffsets, shape.entries > 0 {
      let count = try cursor.readCount(of: 4)
      starts = try (0..<count).map { _ in Int(try cursor.read(Int32.self)) - key.keySize }
      if shape.holdsDisplacements { try cursor.skip(4 * cursor.readCount(of: 4)) }
    }
    try cursor.skip(key.keySize)
    bytes = Array(try cursor.readBytes(dataSize))
    offsets = starts
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
