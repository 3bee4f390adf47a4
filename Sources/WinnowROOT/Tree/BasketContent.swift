import Foundation
import WinnowCore
import WinnowKernels

/// The data of a basket, with the start of each entry where it is stored.
struct BasketContent {
  let data: Data
  /// Where entries start, as stored; nil where they have one size.
  let places: EntryPlaces?

  init(_ slot: BasketSlot, in image: FileImage, using decompressor: Decompressor) throws {
    let stored: Data?
    let keySize: Int
    switch slot.place {
    case .embedded(let basket):
      (data, stored, keySize) = (basket.bytes, basket.places, basket.keySize)
    case .stored(let key, let shape):
      let object = try key.object(in: image, using: decompressor)
      keySize = key.keySize
      data = object.prefix(shape.last - keySize)
      stored = try Self.places(behind: data.count, of: object, entries: shape.entries)
    }
    let (entries, end) = (slot.entries.count, data.count)
    places = try stored.map {
      guard $0.count / 4 >= entries else { throw Self.wrongNumber($0.count / 4, entries) }
      return EntryPlaces(bytes: $0, entries: entries, end: end, keySize: keySize)
    }
  }

  /// The places that stand behind the data, after their number.
  private static func places(
    behind end: Int, of object: Data, entries: Int
  ) throws -> Data? {
    if end == object.count { return nil }
    var cursor = Cursor([UInt8](object.dropFirst(end).prefix(4)), what: "entry offsets")
    let count = Int(try cursor.read(Int32.self))
    let places = object.dropFirst(end + 4)
    guard count >= entries, count <= places.count / 4 else { throw wrongNumber(count, entries) }
    return places
  }

  private static func wrongNumber(_ count: Int, _ entries: Int) -> WinnowError {
    WinnowError(.badData, "a basket has \(count) offsets for \(entries) entries")
  }
}

/// Where the entries of a basket start: big-endian places counted from the front of its key.
struct EntryPlaces {
  let bytes: Data
  let entries: Int
  /// The bytes of all entries.
  let end: Int
  let keySize: Int

  /// The starts of the entries in the data and, last, their end: rising.
  func bounds() throws -> [Int] {
    var bounds = [Int](repeating: 0, count: entries + 1)
    var output = bounds.mutableSpan
    guard decodeRisingBounds(bytes.bytes, less: keySize, end: end, into: &output) else {
      throw Self.fault
    }
    return bounds
  }

  /// `base` + the items in front of the entries from `first` on, each item `stride` bytes long and none
  /// with a header; the number of items stands behind the last entry.
  func writeItems(
    from first: Int, stride: Int, base: Int, into bounds: inout MutableSpan<Int>
  ) throws {
    let last = bounds.count - 1
    let reachesEnd = first + last == entries
    if reachesEnd { bounds[last] = base + end / stride }
    let places = bytes.bytes.extracting(4 * first..<4 * min(first + last + 1, entries))
    let front = bytes.prefix(entries == 0 ? 0 : 4).reduce(0) { $0 << 8 | Int($1) }
    guard end % stride == 0, front == (entries == 0 ? 0 : keySize),
      decodeItemBounds(places, less: keySize, stride: stride, end: end, base: base, into: &bounds)
    else { throw Self.fault }
  }

  static let fault = WinnowError(.badData, "the offsets of a basket's entries are damaged")
}
