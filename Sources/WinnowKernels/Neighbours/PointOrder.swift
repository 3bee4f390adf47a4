/// The order of the points of a k-d tree: every aligned range of 2ᵐ tiles is one subtree.
///
/// Each split halves at the largest power of two of tiles, along the dimension in which a sample of
/// the points spreads most. Points order by (coordinate, index), so the result is unique.
/// - Parameter columns: `[dimension][point]`, finite.
/// - Returns: `order[slot]` = point.
/// - Complexity: O(N log N).
public func treeOrder(_ columns: [[Float]], count: Int, tileSize: Int) -> [Int32] {
  var keys = (0..<count).map { UInt64($0) }
  var pending = [0..<(count + tileSize - 1) / tileSize]
  while let tiles = pending.popLast() {
    if tiles.count <= 1 { continue }
    let middle = tiles.lowerBound + leftShare(of: tiles.count)
    let slots = tiles.lowerBound * tileSize..<min(count, tiles.upperBound * tileSize)
    let column = columns[widestDimension(columns, keys, slots)]
    var span = keys.mutableSpan
    setKeys(&span, slots, column.span)
    select(&span, slots, rank: middle * tileSize)
    pending.append(tiles.lowerBound..<middle)
    pending.append(middle..<tiles.upperBound)
  }
  return keys.map { Int32(truncatingIfNeeded: $0) }
}

/// The largest power of two below n.
private func leftShare(of n: Int) -> Int {
  1 << (Int.bitWidth - 1 - (n - 1).leadingZeroBitCount)
}

private func widestDimension(_ columns: [[Float]], _ keys: [UInt64], _ slots: Range<Int>) -> Int {
  let step = max(1, slots.count / 128)
  var widest = (dimension: 0, extent: -Float.infinity)
  for (dimension, column) in columns.enumerated() {
    var lower = Float.infinity, upper = -Float.infinity
    for slot in stride(from: slots.lowerBound, to: slots.upperBound, by: step) {
      let x = column[pointIndex(keys[slot])]
      lower = min(lower, x)
      upper = max(upper, x)
    }
    if upper - lower > widest.extent { widest = (dimension, upper - lower) }
  }
  return widest.dimension
}

@inline(__always)
private func pointIndex(_ key: UInt64) -> Int { Int(key & 0xFFFF_FFFF) }

/// Puts the coordinate, as an integer of the same order, into the upper half of each key.
private func setKeys(
  _ keys: inout MutableSpan<UInt64>, _ slots: Range<Int>, _ column: Span<Float>
) {
  for slot in slots {
    let index = pointIndex(keys[slot])
    let bits = column[index].bitPattern
    let ordered = bits >> 31 == 0 ? bits | 0x8000_0000 : ~bits
    keys[slot] = UInt64(ordered) << 32 | UInt64(index)
  }
}

/// Moves the smaller keys of a range below `rank` (Hoare's quickselect; keys are distinct).
private func select(_ keys: inout MutableSpan<UInt64>, _ range: Range<Int>, rank: Int) {
  var low = range.lowerBound, high = range.upperBound - 1
  while low < high {
    let pivot = median(
      keys[low + (high - low) / 4], keys[low + (high - low) / 2], keys[high - (high - low) / 4])
    var i = low, j = high
    while i <= j {
      while unsafe keys[unchecked: i] < pivot { i += 1 }
      while unsafe keys[unchecked: j] > pivot { j -= 1 }
      if i <= j {
        keys.swapAt(i, j)
        i += 1
        j -= 1
      }
    }
    if rank <= j { high = j } else if rank >= i { low = i } else { return }
  }
}

private func median(_ a: UInt64, _ b: UInt64, _ c: UInt64) -> UInt64 {
  max(min(a, b), min(max(a, b), c))
}
