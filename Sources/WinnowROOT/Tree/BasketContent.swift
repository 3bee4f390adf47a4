import Foundation
import WinnowCore
import WinnowKernels

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
    case .stored(let key, let shape):
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
    var cursor = Cursor([UInt8](object.dropFirst(border).prefix(4)), what: "entry offsets")
    let count = Int(try cursor.read(Int32.self))
    let stored = object.dropFirst(border + 4)
    guard count >= entries, count <= stored.count / 4 else {
      throw WinnowError(.badData, "a basket has \(count) offsets for \(entries) entries")
    }
    var starts = Data(count: 4 * entries)
    var output = starts.mutableBytes
    copyBigEndian(stored.prefix(4 * entries).bytes, width: 4, into: &output)
    var bounds = RawBytes.values(Int32.self, from: starts).map { Int($0) - keySize }
    bounds.append(border)
    return try checked(bounds)
  }

  private static func bounds(_ starts: [Int], entries: Int, size: Int) throws -> [Int] {
    guard starts.count >= entries else {
      throw WinnowError(.badData, "a basket has \(starts.count) offsets for \(entries) entries")
    }
    return try checked(Array(starts.prefix(entries)) + [size])
  }

  private static func checked(_ bounds: [Int]) throws -> [Int] {
    var last = 0
    var isRising = true
    for bound in bounds {
      isRising = isRising && bound >= last
      last = bound
    }
    if !isRising { throw WinnowError(.badData, "the offsets of a basket's entries are damaged") }
    return bounds
  }
}
