import Foundation
import WinnowCore
import WinnowKernels

/// The data of a basket, with the start of each entry where it is stored.
struct BasketContent {
  let data: Data
  /// One more than entries, rising, inside the data; nil where entries have one size.
  let bounds: [Int]?

  init(_ slot: BasketSlot, in image: FileImage, using decompressor: Decompressor) throws {
    let places: Data?
    let keySize: Int
    switch slot.place {
    case .embedded(let basket):
      (data, places, keySize) = (basket.bytes, basket.places, basket.keySize)
    case .stored(let key, let shape):
      let object = try key.object(in: image, using: decompressor)
      keySize = key.keySize
      data = object.prefix(shape.last - keySize)
      places = try Self.places(behind: data.count, of: object, entries: shape.entries)
    }
    let (entries, end) = (slot.entries.count, data.count)
    bounds = try places.map {
      try Self.bounds($0, entries: entries, end: end, keySize: keySize)
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

  private static func bounds(
    _ places: Data, entries: Int, end: Int, keySize: Int
  ) throws -> [Int] {
    guard places.count / 4 >= entries else { throw wrongNumber(places.count / 4, entries) }
    var bounds = [Int](repeating: 0, count: entries + 1)
    var output = bounds.mutableSpan
    guard decodeRisingBounds(places.bytes, less: keySize, end: end, into: &output) else {
      throw WinnowError(.badData, "the offsets of a basket's entries are damaged")
    }
    return bounds
  }

  private static func wrongNumber(_ count: Int, _ entries: Int) -> WinnowError {
    WinnowError(.badData, "a basket has \(count) offsets for \(entries) entries")
  }
}
