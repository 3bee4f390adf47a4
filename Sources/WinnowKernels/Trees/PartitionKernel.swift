/// Which side of a cut a bin falls on, missing values included: by one comparison, or by a set.
public struct BinCut: BitwiseCopyable, Sendable, Hashable {
  let offset: UInt16
  let limit: UInt16
  /// The bins that go left, where they are no range.
  let subset: BinSet?

  /// - Parameter bin: the last bin that goes left.
  public init(bin: Int, missingGoesLeft: Bool) {
    precondition(0..<BinFormat.maximumBins ~= bin)
    // Adding 1 turns the missing bin, the largest number, into 0 and so moves it to the left end.
    offset = missingGoesLeft ? 1 : 0
    limit = UInt16(bin) + offset
    subset = nil
  }

  /// - Parameter subset: the bins that go left, 255 among them where missing values do.
  public init(subset: BinSet) {
    offset = 0
    limit = 0
    self.subset = subset
  }

  public init(_ split: BinSplit) {
    offset = split.missingGoesLeft ? 1 : 0
    limit = UInt16(split.bin) + offset
    subset = split.subset
  }

  @inline(__always)
  func goesLeft(_ bin: some StoredBin) -> Bool {
    subset?.contains(UInt8(truncatingIfNeeded: bin)) ?? isBelow(bin)
  }

  @inline(__always)
  func isBelow<Bin: StoredBin>(_ bin: Bin) -> Bool {
    bin &+ Bin(truncatingIfNeeded: offset) <= Bin(truncatingIfNeeded: limit)
  }
}

/// The parting of a node's rows: where they stand in the lists, the cut, and how many go left.
public struct RowPartition: Sendable {
  let range: Range<Int>
  let cut: BinCut
  let leftCount: Int
  let format: BinFormat

  public init(range: Range<Int>, cut: BinCut, leftCount: Int, format: BinFormat = .bytes) {
    precondition(0...range.count ~= leftCount, "more rows go left than there are")
    self.range = range
    self.cut = cut
    self.leftCount = leftCount
    self.format = format
  }
}

/// Half of the work of parting a node's rows: two tasks part a node without counting first.
public enum PartitionHalf: Int, Sendable, CaseIterable {
  case front, back

  /// - Parameter task: 0 or 1.
  public init(task: Int) { self = task == 0 ? .front : .back }
}

/// Parts the rows of a node by a cut, stably: left rows first, each side in its old order.
///
/// The front task fills both sides from their beginnings, the back task, reading backwards, from
/// their ends; since the left count is known from the histogram they meet exactly. Run both halves;
/// they may run at the same time.
///
/// - Parameters:
///   - source, target: row lists; the rows in range of the first fill the same range of the second.
///   - column: the bins of the cut's feature, by row of the sample.
public func partitionRows(
  _ half: PartitionHalf, of partition: RowPartition, from source: SharedBuffer<RowEntry>,
  to target: SharedBuffer<RowEntry>, column: Span<UInt8>
) {
  let cut = partition.cut, isByte = partition.format.width == 1
  if let subset = cut.subset {
    if isByte {
      part(half, partition, source, target, column) { (bin: UInt8) in subset.contains(bin) }
    } else {
      part(half, partition, source, target, column) { (bin: UInt16) in
        subset.contains(UInt8(truncatingIfNeeded: bin))
      }
    }
  } else if isByte {
    part(half, partition, source, target, column) { (bin: UInt8) in cut.isBelow(bin) }
  } else {
    part(half, partition, source, target, column) { (bin: UInt16) in cut.isBelow(bin) }
  }
}

@inline(__always)
private func part<Bin: StoredBin>(
  _ half: PartitionHalf, _ partition: RowPartition, _ source: SharedBuffer<RowEntry>,
  _ target: SharedBuffer<RowEntry>, _ column: Span<UInt8>, goesLeft: (Bin) -> Bool
) {
  let range = partition.range, leftCount = partition.leftCount
  precondition(range.lowerBound >= 0 && range.upperBound <= min(source.count, target.count))
  let middle = range.lowerBound + range.count / 2
  unsafe column.withUnsafeBufferPointer { column in
    guard let bins = column.baseAddress else { return }
    let rows = unsafe source.start, places = unsafe target.start
    switch half {
    case .front:
      var next = Places(left: range.lowerBound, right: range.lowerBound + leftCount)
      for index in range.lowerBound..<middle {
        let entry = unsafe rows[index]
        unsafe places[next.forward(goesLeft(bins.bin(entry.row, as: Bin.self)))] = entry
      }
    case .back:
      var next = Places(left: range.lowerBound + leftCount - 1, right: range.upperBound - 1)
      for index in (middle..<range.upperBound).reversed() {
        let entry = unsafe rows[index]
        unsafe places[next.backward(goesLeft(bins.bin(entry.row, as: Bin.self)))] = entry
      }
    }
  }
}

/// Where the next row of either side goes. By arithmetic: a branch here is mispredicted half the time.
private struct Places {
  var left: Int
  var right: Int

  @inline(__always)
  mutating func forward(_ goesLeft: Bool) -> Int {
    let step = goesLeft ? 1 : 0
    let place = right ^ ((left ^ right) & (0 &- step))
    left &+= step
    right &+= 1 &- step
    return place
  }

  @inline(__always)
  mutating func backward(_ goesLeft: Bool) -> Int {
    let step = goesLeft ? 1 : 0
    let place = right ^ ((left ^ right) & (0 &- step))
    left &-= step
    right &-= 1 &- step
    return place
  }
}
