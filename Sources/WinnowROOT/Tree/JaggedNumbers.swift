import Foundation
import WinnowCore
import WinnowKernels

/// The wanted items of one basket whose entries have as many as they like.
struct JaggedPiece: Sendable {
  /// The numbers, one after another, as written.
  let bytes: Data
  /// Items of each entry.
  let counts: [Int]

  init(bytes: Data, counts: [Int]) {
    self.bytes = bytes
    self.counts = counts
  }

  init(
    _ slot: BasketSlot, _ entries: Range<Int>, _ run: EntryLayout.NumberRun, reader: BasketReader
  ) throws {
    let content = try BasketContent(slot, in: reader.image)
    let bounds = try content.bounds ?? Self.bounds(slot, content.data.count, run, reader)
    let header = reader.layout.header
    counts = try entries.map { entry in
      let size = bounds[entry + 1] - bounds[entry]
      guard size >= header, (size - header) % run.stride == 0 else {
        throw WinnowError(
          .badData, "an entry of \(size) bytes holds no whole number of \(run.stride)-byte items")
      }
      return (size - header) / run.stride
    }
    let packed: Data
    if header == 0 {
      let start = content.data.startIndex
      packed = content.data[start + bounds[entries.lowerBound]..<start + bounds[entries.upperBound]]
    } else {
      let stops = Array(bounds[(entries.lowerBound + 1)..<(entries.upperBound + 1)])
      packed = gathered(
        content.data, zip(stops, counts).map { $0 - $1 * run.stride }, stops)
    }
    bytes = run.packed(packed, records: packed.count / run.stride)
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

/// The numbers of all pieces, decoded one after another.
struct JaggedNumbers: NumberSource {
  let pieces: [JaggedPiece]
  let run: EntryLayout.NumberRun
  let team: ThreadTeam

  func numbers<Number: ColumnNumber>(_ type: Number.Type) throws -> [Number] {
    var bounds = [0]
    for piece in pieces {
      bounds.append(bounds[bounds.count - 1] + piece.bytes.count / run.format.width)
    }
    return partedArray(of: type, bounds: bounds, team: team) { number, output in
      Number.decode(pieces[number].bytes.bytes, run.format.encoding, into: &output)
    }
  }
}
