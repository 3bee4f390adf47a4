import Foundation
import WinnowCore
import WinnowKernels

/// Reads one column of an ntuple over a range of entries, cluster by cluster.
struct NTupleReader {
  let ntuple: NTuple
  let range: Range<Int>
  let team: ThreadTeam
  /// Per cluster: the wanted elements of the level that was reached, and how many it has at all.
  private var spans: [Stretch] = []
  private var offsets: [[Int]] = []

  private struct Stretch {
    let cluster: Int
    var wanted: Range<Int>
    var all: Int
  }

  init(_ ntuple: NTuple, range: Range<Int>, team: ThreadTeam) {
    self.ntuple = ntuple
    self.range = range
    self.team = team
    for (number, cluster) in ntuple.clusters.enumerated() {
      let part = cluster.entries.clamped(to: range)
      if part.isEmpty { continue }
      let first = cluster.entries.lowerBound
      spans.append(
        Stretch(
          cluster: number, wanted: part.lowerBound - first..<part.upperBound - first,
          all: cluster.entries.count))
    }
  }

  mutating func read(_ reading: NTupleReading) throws -> Column {
    var arrays: [(level: Int, lists: Int, size: Int)] = []
    for (number, level) in reading.levels.enumerated() {
      switch level {
      case .list(let field): offsets.append(try enterList(field))
      case .array(let size):
        if number < reading.depth {
          arrays.append((offsets.count, spans.reduce(0) { $0 + $1.wanted.count }, size))
          offsets.append([])
        }
        try enterArray(size)
      }
    }
    let values = try values(reading.leaf)
    // Only now is it sure that the file holds the items of so many arrays.
    for array in arrays {
      offsets[array.level] = (0...array.lists).map { $0 * array.size }
    }
    return Column(
      entries: range, values: values, offsets: offsets, dimensions: reading.dimensions)
  }

  private mutating func values(_ leaf: NTupleReading.Leaf) throws -> ColumnValues {
    switch leaf {
    case .number(let field, let type):
      var source = PageNumbers(parts: try parts(of: field), image: ntuple.image, team: team)
      return try type.values(from: &source)
    case .size(let field, let type):
      let bounds = try enterList(field)
      let sizes = zip(bounds, bounds.dropFirst()).lazy.map { $1 - $0 }
      return type == .uint64 ? .uint64(sizes.map(UInt64.init)) : .uint32(sizes.map { UInt32(clamping: $0) })
    case .string(let field):
      let bounds = try enterList(field)
      let source = PageNumbers(parts: try parts(of: field, slot: 1), image: ntuple.image, team: team)
      let letters = try source.numbers(UInt8.self)
      return .string(
        zip(bounds, bounds.dropFirst()).map { String(decoding: letters[$0..<$1], as: UTF8.self) })
    }
  }

  private mutating func enterArray(_ size: Int) throws {
    for index in spans.indices {
      guard spans[index].all < 1 << 56 / size else {
        throw WinnowError(.badData, "an array has an impossible size")
      }
      spans[index].all *= size
      let wanted = spans[index].wanted
      spans[index].wanted = wanted.lowerBound * size..<wanted.upperBound * size
    }
  }

  /// Moves from the lists to their items; the bounds of the wanted lists, from 0 on.
  private mutating func enterList(_ field: Int) throws -> [Int] {
    // The end of the list before the first wanted one is where that one starts.
    let leads = spans.map { $0.wanted.lowerBound > 0 ? 1 : 0 }
    var pieces: [PagePart] = []
    for (span, lead) in zip(spans, leads) {
      var wider = span
      wider.wanted = span.wanted.lowerBound - lead..<span.wanted.upperBound
      pieces += try parts(of: field, wider)
    }
    let ends = try PageNumbers(parts: pieces, image: ntuple.image, team: team).numbers(UInt64.self)
    var lists: [ListBounds] = []
    var position = 0, base = 0
    for index in spans.indices {
      let range = position + leads[index]..<position + leads[index] + spans[index].wanted.count
      let start = leads[index] == 1 ? ends[position] : 0
      let last = range.isEmpty ? start : ends[range.upperBound - 1]
      guard start <= last, last < 1 << 48 else { throw Self.falling }
      lists.append(ListBounds(range: range, start: start, base: base))
      spans[index].all = try lastEnd(of: field, spans[index]) ?? Int(last)
      spans[index].wanted = Int(start)..<Int(last)
      (position, base) = (range.upperBound, base + Int(last - start))
    }
    return try Self.bounds(lists, ends, team)
  }

  /// The wanted lists of one cluster: their ends, where the first starts, and the items before them.
  private struct ListBounds {
    let range: Range<Int>
    let start: UInt64
    let base: Int
  }

  private static let falling = WinnowError(.badData, "the ends of its lists do not rise")

  private static func bounds(
    _ lists: [ListBounds], _ ends: [UInt64], _ team: ThreadTeam
  ) throws -> [Int] {
    let parts = lists.reduce(into: [0, 1]) { $0.append($0[$0.count - 1] + $1.range.count) }
    return try partedArray(of: Int.self, bounds: parts, team: team) { part, output in
      if part == 0 {
        output[0] = 0
        return
      }
      let list = lists[part - 1]
      guard
        rebaseListEnds(
          ends.span.extracting(list.range), start: list.start, base: list.base, into: &output)
      else { throw falling }
    }
  }

  /// The number of items in the whole cluster: needed only where columns were added later.
  private func lastEnd(of field: Int, _ span: Stretch) throws -> Int? {
    guard ntuple.schema.hasLaterColumns, span.all > 0 else { return nil }
    var end = span
    end.wanted = span.all - 1..<span.all
    let found = try PageNumbers(parts: parts(of: field, end), image: ntuple.image, team: team)
      .numbers(UInt64.self)
    guard let last = found.first, last < 1 << 48 else { throw Self.falling }
    return Int(last)
  }

  private func parts(of field: Int, slot: Int = 0) throws -> [PagePart] {
    try spans.flatMap { try parts(of: field, slot: slot, $0) }
  }

  /// The pages of a field's column that hold the wanted elements in one cluster.
  private func parts(of field: Int, slot: Int = 0, _ span: Stretch) throws -> [PagePart] {
    let cluster = ntuple.clusters[span.cluster]
    let (column, encoding) = try ntuple.schema.column(of: field, slot: slot, in: cluster)
    let stored = cluster.columns.indices.contains(column) ? cluster.columns[column] : nil
    let missing = span.all - (stored?.elements ?? 0)
    if span.wanted.isEmpty { return [] }
    var parts: [PagePart] = []
    var start = 0
    if missing > 0, ntuple.schema.columns[column].firstElement != nil {
      parts.append(
        PagePart(page: nil, encoding: encoding, elements: span.wanted.clamped(to: 0..<missing)))
      start = missing
    }
    for page in stored?.pages ?? [] {
      let part = span.wanted.clamped(to: start..<start + page.elements)
      if !part.isEmpty {
        parts.append(
          PagePart(
            page: page, encoding: encoding,
            elements: part.lowerBound - start..<part.upperBound - start))
      }
      start += page.elements
    }
    guard start >= span.wanted.upperBound else {
      throw WinnowError(
        .badData, "a cluster holds \(start) elements where \(span.wanted.upperBound) are needed")
    }
    return parts.filter { !$0.elements.isEmpty }
  }
}

extension NTupleSchema {
  /// Whether a column does not begin with the first entry.
  var hasLaterColumns: Bool { columns.contains { $0.firstElement != nil } }

  /// The column of a field that is in use in a cluster: `slot` 0 is the first, 1 a string's letters.
  func column(of field: Int, slot: Int, in cluster: Cluster) throws -> (Int, PageEncoding) {
    let numbers = columnsOfField[field] ?? []
    let representations = Dictionary(grouping: numbers) { columns[$0].representation }
    for number in representations.keys.sorted() {
      guard let group = representations[number], group.indices.contains(slot) else { continue }
      let column = group[slot]
      let isSuppressed = cluster.columns.indices.contains(column) && cluster.columns[column].pages == nil
      if isSuppressed { continue }
      guard let encoding = columns[column].encoding else {
        throw WinnowError(.badData, "its column type \(columns[column].code) is not known")
      }
      return (column, encoding)
    }
    throw WinnowError(.badData, "none of its columns is in use in a cluster")
  }
}
