/// The order of the points of a k-d tree: every aligned range of 2ᵐ tiles is one subtree.
///
/// Each split halves at the largest power of two of tiles, along the dimension in which a sample of
/// the points spreads most. Points order by (coordinate, index), so the result is unique, whatever
/// thread makes which subtree.
/// - Parameter columns: `[dimension][point]`, finite.
/// - Returns: `order[slot]` = point.
/// - Complexity: O(N log N).
public func treeOrder(
  _ columns: [[Float]], count: Int, tileSize: Int, threads: Int = 1
) -> [Int32] {
  let team = ThreadTeam(threads: threads)
  let keys = RowWriter<UInt64>.filling(rows: count, length: 1, with: 0) { keys in
    keys.write(rows: 0..<count) { keys in
      for slot in 0..<count { keys[slot] = UInt64(slot) }
    }
    var subtrees = [0..<(count + tileSize - 1) / tileSize]
    while subtrees.count < fewestSubtrees, subtrees.contains(where: { $0.count > 1 }) {
      team.run(subtrees.count) { split(subtrees[$0], of: columns, tileSize, keys) }
      subtrees = subtrees.flatMap { $0.count > 1 ? halves(of: $0) : [$0] }
    }
    team.run(subtrees.count) { subtree in
      var pending = [subtrees[subtree]]
      while let tiles = pending.popLast() {
        if tiles.count <= 1 { continue }
        split(tiles, of: columns, tileSize, keys)
        pending += halves(of: tiles)
      }
    }
  }
  return keys.map { Int32(truncatingIfNeeded: $0) }
}

/// Subtrees that are made by one thread each: enough to share out evenly.
private let fewestSubtrees = 32

private func halves(of tiles: Range<Int>) -> [Range<Int>] {
  let middle = tiles.lowerBound + leftShare(of: tiles.count)
  return [tiles.lowerBound..<middle, middle..<tiles.upperBound]
}

/// Parts the points of some tiles at the middle one of these, along one dimension.
private func split(
  _ tiles: Range<Int>, of columns: [[Float]], _ tileSize: Int, _ keys: RowWriter<UInt64>
) {
  if tiles.count <= 1 { return }
  let count = columns[0].count
  let slots = tiles.lowerBound * tileSize..<min(count, tiles.upperBound * tileSize)
  keys.write(rows: slots) { keys in
    let column = columns[widestDimension(columns, keys)]
    setKeys(&keys, column.span)
    select(&keys, rank: leftShare(of: tiles.count) * tileSize)
  }
}

/// The largest power of two below n.
private func leftShare(of n: Int) -> Int {
  1 << (Int.bitWidth - 1 - (n - 1).leadingZeroBitCount)
}

private func widestDimension(_ columns: [[Float]], _ keys: borrowing MutableSpan<UInt64>) -> Int {
  let step = max(1, keys.count / 64)
  var widest = (dimension: 0, extent: -Float.infinity)
  for (dimension, column) in columns.enumerated() {
    var lower = Float.infinity, upper = -Float.infinity
    for slot in stride(from: 0, to: keys.count, by: step) {
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
private func setKeys(_ keys: inout MutableSpan<UInt64>, _ column: Span<Float>) {
  for slot in 0..<keys.count {
    let index = pointIndex(keys[slot])
    let bits = column[index].bitPattern
    let ordered = bits >> 31 == 0 ? bits | 0x8000_0000 : ~bits
    keys[slot] = UInt64(ordered) << 32 | UInt64(index)
  }
}

/// Moves the smaller keys below `rank` (Hoare's quickselect; keys are distinct).
private func select(_ keys: inout MutableSpan<UInt64>, rank: Int) {
  var low = 0, high = keys.count - 1
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
