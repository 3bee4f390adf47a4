import Foundation
import WinnowCore

/// The data of a basket, with the start of each entry where it is stored.
struct BasketContent {
  let data: Data
  /// One more than entries; nil where entries have one size.
  let bounds: [Int]?

  init(_ slot: BasketSlot, in image: FileImage) throws {
    switch slot.place {
    case .embedded(let basket):
      data = Data(basket.bytes)
      bounds = try basket.offsets.map {
        try Self.bounds($0, entries: basket.entries, size: basket.bytes.count)
      }
    case .stored(let key, let shape, _):
      let object = try key.object(in: image)
      let border = shape.last - key.keySize
      data = object.prefix(border)
      bounds = try Self.storedBounds(
        object, border: border, entries: shape.entries, keySize: key.keySize)
    }
  }

  /// The offsets that stand behind the data: a count, then 32-bit numbers that count the key.
  private static func storedBounds(
    _ object: Data, border: Int, entries: Int, keySize: Int
  ) throws -> [Int]? {
    if border == object.count { return nil }
    var cursor = Cursor([UInt8](object.dropFirst(border)), what: "entry offsets")
    let count = try cursor.readCount(of: 4)
    let starts = try (0..<count).map { _ in
      // The top byte may hold a displacement flag in old files.
      Int(try cursor.read(Int32.self)) - keySize
    }
    return try bounds(starts, entries: entries, size: border)
  }

  private static func bounds(_ starts: [Int], entries: Int, size: Int) throws -> [Int] {
    guard starts.count >= entries else {
      throw WinnowError(.badData, "a basket has \(starts.count) offsets for \(entries) entries")
    }
    let bounds = starts.prefix(entries) + [size]
    guard bounds.first.map({ $0 >= 0 }) ?? true, zip(bounds, bounds.dropFirst()).allSatisfy(<=)
    else { throw WinnowError(.badData, "the offsets of a basket's entries are damaged") }
    return Array(bounds)
  }
}
