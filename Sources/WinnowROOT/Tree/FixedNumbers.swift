import Foundation
import WinnowCore
import WinnowKernels

/// Numbers of entries that all have one size.
struct FixedNumbers: NumberSource {
  let reader: BasketReader
  let run: EntryLayout.NumberRun

  /// Records in each entry.
  private var records: Int { reader.layout.outerDimensions.reduce(1, *) }
  private var entrySize: Int { records * run.stride }

  func numbers<Number: ColumnNumber>(_ type: Number.Type) throws -> [Number] {
    var bounds = [0]
    for slot in reader.baskets {
      if slot.entries.count > slot.size / entrySize {
        throw WinnowError(
          .badData, "a basket holds \(slot.size) bytes, \(slot.entries.count) entries need more")
      }
      bounds.append(bounds[bounds.count - 1] + reader.wanted(slot).count * records * run.count)
    }
    return try partedArray(of: type, bounds: bounds, team: reader.team) { number, output in
      let decompressor = reader.image.decompressors.take()
      defer { reader.image.decompressors.give(decompressor) }
      let bytes = try packed(reader.baskets[number], decompressor)
      Number.decode(bytes.bytes, run.format.encoding, into: &output)
    }
  }

  /// The bytes of the wanted numbers, one after another.
  private func packed(_ slot: BasketSlot, _ decompressor: Decompressor) throws -> Data {
    let content = try BasketContent(slot, in: reader.image, using: decompressor)
    let entries = reader.wanted(slot)
    var data = content.data
    if data.count == slot.entries.count * entrySize {
      let start = data.startIndex
      data =
        data[start + entries.lowerBound * entrySize..<start + entries.upperBound * entrySize]
    } else {
      data = try byOffsets(content, entries)
    }
    return run.packed(data, records: entries.count * records)
  }

  /// Entries that are longer than what is wanted of them.
  private func byOffsets(_ content: BasketContent, _ entries: Range<Int>) throws -> Data {
    guard let bounds = try content.places?.bounds(),
      entries.allSatisfy({ bounds[$0 + 1] - bounds[$0] >= entrySize })
    else { throw WinnowError(.badData, "a basket's size is no multiple of its entries'") }
    let starts = Array(bounds[entries])
    return gathered(content.data, starts, starts.map { $0 + entrySize })
  }
}

/// The bytes of runs, one after another.
func gathered(_ data: Data, _ starts: [Int], _ stops: [Int]) -> Data {
  var packed = Data(count: zip(starts, stops).reduce(0) { $0 + $1.1 - $1.0 })
  var output = packed.mutableBytes
  gatherRuns(data.bytes, starts: starts.span, stops: stops.span, into: &output)
  return packed
}

extension EntryLayout.NumberRun {
  /// The numbers of records that stand one after another, without what lies between.
  func packed(_ data: Data, records: Int) -> Data {
    if stride == runBytes { return data }
    var packed = Data(count: records * runBytes)
    var output = packed.mutableBytes
    gatherStrided(
      data.bytes, first: offset, stride: stride, run: runBytes, count: records, into: &output)
    return packed
  }
}
