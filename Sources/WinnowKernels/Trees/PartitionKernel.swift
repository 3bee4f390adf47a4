/// Which side of a cut a bin falls on, missing values included, in one comparison.
public struct BinCut: Sendable, Hashable {
  let offset: UInt8
  let limit: UInt8

  /// - Parameter bin: the last bin that goes left, 0 … 254.
  public init(bin: Int, missingGoesLeft: Bool) {
    precondition(0...254 ~= bin)
    // Adding 1 turns the missing bin, 255, into 0 and so moves it to the left end.
    offset = missingGoesLeft ? 1 : 0
    limit = UInt8(bin) + offset
  }

  @inline(__always)
  public func goesLeft(_ bin: UInt8) -> Bool { bin &+ offset <= limit }
}

/// Half of the work of parting a node's rows: two tasks part a node without counting first.
public enum PartitionHalf: Int, Sendable, CaseIterable { case front, back }

/// Parts the rows of a node by a cut, stably: left rows first, each side in its old order.
///
/// The front task fills both sides from their beginnings, the back task, reading backwards, from
/// their ends; since the left count is known from the histogram they meet exactly. Run both halves;
/// they may run at the same time.
///
/// - Parameters:
///   - source, target: row lists; the rows `range` of the first fill the same range of the second.
///   - column: the bins of the cut's feature, by row of the sample.
///   - leftCount: how many rows go left.
public func partitionRows(
  _ half: PartitionHalf, from source: SharedBuffer<RowEntry>, to target: SharedBuffer<RowEntry>,
  range: Range<Int>, column: Span<UInt8>, cut: BinCut, leftCount: Int
) {
  precondition(range.lowerBound >= 0 && range.upperBound <= min(source.count, target.count))
  precondition(0...range.count ~= leftCount)
  let middle = range.lowerBound + range.count / 2
  unsafe column.withUnsafeBufferPointer { column in
    guard let bins = column.baseAddress else { return }
    let rows = unsafe source.start
    switch half {
    case .front:
      var left = unsafe target.start + range.lowerBound
      var right = unsafe left + leftCount
      for index in range.lowerBound..<middle {
        let entry = unsafe rows[index]
        let goesLeft = unsafe cut.goesLeft(bins[entry.row])
        unsafe (goesLeft ? left : right).pointee = entry
        let step = goesLeft ? 1 : 0
        unsafe left += step
        unsafe right += 1 - step
      }
    case .back:
      var left = unsafe target.start + range.lowerBound + leftCount - 1
      var right = unsafe target.start + range.upperBound - 1
      var index = range.upperBound
      while index > middle {
        index -= 1
        let entry = unsafe rows[index]
        let goesLeft = unsafe cut.goesLeft(bins[entry.row])
        unsafe (goesLeft ? left : right).pointee = entry
        let step = goesLeft ? 1 : 0
        unsafe left -= step
        unsafe right -= 1 - step
      }
    }
  }
}
