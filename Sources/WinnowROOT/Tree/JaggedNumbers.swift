import Foundation
import WinnowCore
import WinnowKernels

/// Numbers of entries that each have as many as they like.
struct JaggedNumbers: NumberSource {
  let reader: BasketReader
  let run: EntryLayout.NumberRun
  /// The bounds of the entries' lists, once the numbers are read.
  private(set) var offsets = [0]

  init(reader: BasketReader, run: EntryLayout.NumberRun) {
    self.reader = reader
    self.run = run
  }

  /// Baskets are decoded whole, since their sizes say how many items they hold; what is not wanted of
  /// the first and the last is cut off afterwards.
  mutating func numbers<Number: ColumnNumber>(_ type: Number.Type) throws -> [Number] {
    var items = [0], lists = [0]
    for slot in reader.baskets {
      items.append(try items[items.count - 1] + itemCount(slot))
      lists.append(lists[lists.count - 1] + reader.wanted(slot).count + (lists.count == 1 ? 1 : 0))
    }
    if lists.count == 1 { return [] }
    let (values, ends) = try partedArrays(
      (type, items.map { $0 * run.count }), (Int.self, lists), team: reader.team
    ) { number, values, ends in
      let decompressor = reader.image.decompressors.take()
      defer { reader.image.decompressors.give(decompressor) }
      let piece = try JaggedPiece(reader.baskets[number], reader, run, decompressor)
      Number.decode(piece.bytes.bytes, run.format.encoding, into: &values)
      let wanted = reader.wanted(reader.baskets[number])
      let first = number == 0 ? wanted.lowerBound : wanted.lowerBound + 1
      try piece.writeItems(from: first, base: items[number], into: &ends)
    }
    let wanted = ends[0]..<ends[ends.count - 1]
    if wanted == 0..<items[items.count - 1] {
      offsets = ends
      return values
    }
    offsets = ends.map { $0 - wanted.lowerBound }
    return Array(values[wanted.lowerBound * run.count..<wanted.upperBound * run.count])
  }

  /// The items of a whole basket, by its size.
  private func itemCount(_ slot: BasketSlot) throws -> Int {
    let size = slot.dataSize - reader.layout.header * slot.entries.count
    guard size >= 0, size % run.stride == 0 else {
      throw WinnowError(
        .badData, "a basket of \(slot.dataSize) bytes holds no whole number of \(run.stride)-byte items")
    }
    return size / run.stride
  }
}

/// The items of one basket.
private struct JaggedPiece {
  /// The numbers, one after another, as written.
  let bytes: Data
  private let bounds: Bounds

  private enum Bounds {
    /// How many items there are up to the start of each entry, and last of all.
    case counted([Int])
    case placed(EntryPlaces, stride: Int)
  }

  init(
    _ slot: BasketSlot, _ reader: BasketReader, _ run: EntryLayout.NumberRun,
    _ decompressor: Decompressor
  ) throws {
    let header = reader.layout.header
    let content = try BasketContent(slot, in: reader.image, using: decompressor)
    if header == 0, let places = content.places {
      bytes = run.packed(content.data, records: content.data.count / run.stride)
      bounds = .placed(places, stride: run.stride)
      return
    }
    let bounds = try content.places?.bounds() ?? Self.bounds(slot, content.data.count, run, reader)
    let items = try Self.items(bounds, header: header, stride: run.stride)
    let packed =
      header == 0
      ? content.data
      : gathered(content.data, bounds.dropLast().map { $0 + header }, Array(bounds.dropFirst()))
    bytes = run.packed(packed, records: items[items.count - 1])
    self.bounds = .counted(items)
  }

  /// `base` + the items up to the start of the entries from `first` on.
  func writeItems(from first: Int, base: Int, into ends: inout MutableSpan<Int>) throws {
    switch bounds {
    case .counted(let items):
      for index in 0..<ends.count { ends[index] = base + items[first + index] }
    case .placed(let places, let stride):
      try places.writeItems(from: first, stride: stride, base: base, into: &ends)
    }
  }

  private static func items(_ bounds: [Int], header: Int, stride: Int) throws -> [Int] {
    var items = [Int](repeating: 0, count: bounds.count)
    var counts = items.mutableSpan
    if let bad = countItems(in: bounds.span, header: header, stride: stride, into: &counts) {
      throw WinnowError(
        .badData, "an entry of \(bounds[bad + 1] - bounds[bad]) bytes holds no whole number of "
          + "\(stride)-byte items")
    }
    guard bounds[0] == 0 else { throw EntryPlaces.fault }
    return items
  }

  /// The bounds that follow from the branch's counter.
  private static func bounds(
    _ slot: BasketSlot, _ size: Int, _ run: EntryLayout.NumberRun, _ reader: BasketReader
  ) throws -> [Int] {
    guard let counter = reader.itemCounts else {
      throw WinnowError(.badData, "a basket does not say where its entries start")
    }
    var bounds = [0]
    for count in try counter.sizes(slot.entries) {
      let left = (size - bounds[bounds.count - 1]) / run.stride
      guard count >= 0, count <= left else {
        throw WinnowError(.badData, "its counter asks for more items than a basket holds")
      }
      bounds.append(bounds[bounds.count - 1] + count * run.stride)
    }
    guard bounds.count == slot.entries.count + 1, bounds.last == size else {
      throw WinnowError(.badData, "its counter does not agree with a basket's size")
    }
    return bounds
  }
}
