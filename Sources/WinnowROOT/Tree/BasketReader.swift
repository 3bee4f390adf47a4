import Foundation
import WinnowCore
import WinnowKernels

/// Reads a column from its baskets, each by one task of the team.
struct BasketReader {
  let image: FileImage
  let layout: EntryLayout
  let range: Range<Int>
  let baskets: [BasketSlot]
  let itemCounts: CounterSizes?
  let team: ThreadTeam

  func read() throws -> Column {
    switch layout.content {
    case .numbers(let run):
      if layout.isVariable { return try jagged(run) }
      var source = FixedNumbers(reader: self, run: run)
      let values = try run.format.type.values(from: &source)
      return Column(entries: range, values: values, dimensions: layout.dimensions)
    case .items(let type): return try nested(type)
    }
  }

  /// The entries of a basket that are wanted, counted from its first.
  func wanted(_ slot: BasketSlot) -> Range<Int> {
    let part = slot.entries.clamped(to: range)
    return part.lowerBound - slot.entries.lowerBound..<part.upperBound - slot.entries.lowerBound
  }

  /// What a task per basket yields; the fault of the first basket that has one is thrown.
  func forEachBasket<Value>(_ body: (BasketSlot) throws -> Value) throws -> [Value] {
    try team.map(baskets.count) { number in Result { try body(baskets[number]) } }
      .map { try $0.get() }
  }

  private func jagged(_ run: EntryLayout.NumberRun) throws -> Column {
    var source = JaggedNumbers(reader: self, run: run)
    let values = try run.format.type.values(from: &source)
    return Column(
      entries: range, values: values, offsets: [source.offsets], dimensions: layout.dimensions)
  }

  private func nested(_ type: CppType) throws -> Column {
    let pieces = try forEachBasket { slot in
      var items = NestedItems(type, isVariable: layout.isVariable, header: layout.header)
      let content = try BasketContent(slot, in: image, using: Decompressor())
      guard let bounds = try content.places?.bounds() else {
        throw WinnowError(.badData, "a basket does not say where its entries start")
      }
      try items.append(content.data, bounds: bounds, entries: wanted(slot))
      return items
    }
    var all = NestedItems(type, isVariable: layout.isVariable, header: layout.header)
    for piece in pieces { all.join(piece) }
    return Column(entries: range, values: try all.columnValues(team: team), offsets: all.offsets)
  }
}
