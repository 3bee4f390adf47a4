import Foundation
import WinnowCore
import WinnowKernels

/// The wanted items of one basket whose entries have as many as they like.
struct JaggedPiece: Sendable {
  /// The numbers, one after another, as written.
  let bytes: Data
  /// Where the items of each entry end, counted from the piece's first.
  let ends: [Int]

  init(bytes: Data, ends: [Int]) {
    self.bytes = bytes
    self.ends = ends
  }

  init(
    _ slot: BasketSlot, _ entries: Range<Int>, _ run: EntryLayout.NumberRun, reader: BasketReader
  ) throws {
    let content = try BasketContent(slot, in: reader.image)
    let bounds = try content.bounds ?? Self.bounds(slot, content.data.count, run, reader)
    let header = reader.layout.header
    ends = try Self.ends(bounds, entries, header: header, stride: run.stride)
    let packed: Data
    if header == 0 {
      let start = content.data.startIndex
      packed = content.data[start + bounds[entries.lowerBound]..<start + bounds[entries.upperBound]]
    } else {
      packed = gathered(
        content.data, bounds[entries].map { $0 + header },
        Array(bounds[(entries.lowerBound + 1)..<(entries.upperBound + 1)]))
    }
    bytes = run.packed(packed, records: packed.count / run.stride)
  }

  private static func ends(
    _ bounds: [Int], _ entries: Range<Int>, header: Int, stride: Int
  ) throws -> [Int] {
    var ends: [Int] = []
    ends.reserveCapacity(entries.count)
    var total = 0, start = bounds[entries.lowerBound]
    for stop in bounds[(entries.lowerBound + 1)..<(entries.upperBound + 1)] {
      let size = stop - start - header
      let count = size / stride
      guard size >= 0, count * stride == size else {
        throw WinnowError(
          .badData, "an entry of \(stop - start) bytes holds no whole number of \(stride)-byte items")
      }
      total += count
      ends.append(total)
      start = stop
    }
    return ends
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
