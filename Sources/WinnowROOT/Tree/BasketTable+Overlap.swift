import WinnowCore

/// A basket of a branch with the entries that it holds.
struct BasketSlot: Sendable {
  enum Place: Sendable {
    /// In a record of the file.
    case stored(Key, BasketShape)
    case embedded(EmbeddedBasket)
  }

  let entries: Range<Int>
  let place: Place

  /// Bytes of the uncompressed data, offsets of entries included.
  var size: Int {
    switch place {
    case .stored(let key, _): key.objectSize
    case .embedded(let basket): basket.bytes.count
    }
  }

  /// Bytes of the uncompressed data alone.
  var dataSize: Int {
    switch place {
    case .stored(let key, let shape): shape.last - key.keySize
    case .embedded(let basket): basket.bytes.count
    }
  }

  /// Bytes in the file.
  var recordSize: Int {
    switch place {
    case .stored(let key, _): key.recordSize
    case .embedded(let basket): basket.bytes.count
    }
  }
}

extension BasketTable {
  /// The baskets that overlap a range of entries; together they cover it.
  ///
  /// - Complexity: O(baskets of the branch), reading the keys of those that overlap.
  func overlapping(
    _ range: Range<Int>, treeEntries: Int, in image: FileImage
  ) throws -> [BasketSlot] {
    if range.isEmpty { return [] }
    guard entries >= range.upperBound else {
      throw WinnowError(.badData, "the branch has \(entries) entries, its tree \(treeEntries)")
    }
    var slots: [BasketSlot] = []
    var start = 0
    for number in seeks.indices {
      let stop = try append(number, from: start, range, in: image, to: &slots)
      guard stop >= start, stop < 1 << 56 else {
        throw WinnowError(.badData, "its baskets have impossible sizes")
      }
      start = stop
    }
    for basket in embedded {
      let stop = start + basket.entries
      if range.overlaps(start..<stop) {
        slots.append(BasketSlot(entries: start..<stop, place: .embedded(basket)))
      }
      start = stop
    }
    guard slots.reduce(0, { $0 + $1.recordSize }) <= image.count else {
      throw WinnowError(.badData, "its baskets together are larger than the file")
    }
    guard start >= range.upperBound else {
      throw WinnowError(.badData, "its baskets hold \(start) entries of \(entries)")
    }
    return slots
  }

  /// Adds a stored basket where it overlaps the range; the entry after its last.
  private func append(
    _ number: Int, from start: Int, _ range: Range<Int>, in image: FileImage,
    to slots: inout [BasketSlot]
  ) throws -> Int {
    guard number < firstEntries.count, firstEntries[number] == start else {
      throw WinnowError(.badData, "its baskets do not follow each other")
    }
    let next = number + 1 < firstEntries.count ? firstEntries[number + 1] : nil
    if let next, start >= range.upperBound || next <= range.lowerBound { return next }
    let (key, shape) = try Self.header(at: seeks[number], in: image)
    let stop = start + shape.entries
    // The table need not say where the last basket ends.
    if let next, next != stop, number < seeks.count - 1 || !embedded.isEmpty {
      throw WinnowError(.badData, "basket \(number) does not hold the entries it should")
    }
    if range.overlaps(start..<stop) {
      try key.checkSize(in: image)
      slots.append(BasketSlot(entries: start..<stop, place: .stored(key, shape)))
    }
    return stop
  }

  private static func header(at seek: Int, in image: FileImage) throws -> (Key, BasketShape) {
    var cursor = try image.cursor(seek, atMost: 1200, "basket")
    var key = try Key(&cursor)
    let shape = try BasketShape(&cursor)
    key.seek = seek
    guard key.keySize <= key.recordSize, key.recordSize <= image.count,
      shape.last >= key.keySize, shape.last - key.keySize <= key.objectSize
    else { throw WinnowError(.badData, "a basket has impossible sizes") }
    return (key, shape)
  }
}
