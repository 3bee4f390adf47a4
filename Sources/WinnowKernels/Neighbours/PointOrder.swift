/// The order of the points of a k-d tree: every aligned range of 2ᵐ tiles is one subtree.
///
/// Each split halves at the largest power of two of tiles, along the dimension in which a sample of
/// the points spreads most. Points order by (coordinate, index), so the result is unique, whatever
/// thread makes which subtree.
/// - Parameters:
///   - columns: `[dimension][point]`, finite.
///   - rows: the same points.
/// - Returns: `order[slot]` = point.
/// - Complexity: O(N log N).
package func treeOrder(
  _ columns: [[Float]], _ rows: PointRows, tileSize: Int, _ team: ThreadTeam
) -> [Int32] {
  let count = rows.count
  let keys = RowWriter<UInt64>.filling(rows: count, length: 1, with: 0) { keys in
    keys.write(rows: 0..<count) { keys in
      for slot in 0..<count { keys[slot] = UInt64(slot) }
    }
    let splitting = TreeSplitting(columns: columns, rows: rows, tileSize: tileSize, keys: keys)
    var subtrees = [0..<(count + tileSize - 1) / tileSize]
    while subtrees.count < fewestSubtrees, subtrees.contains(where: { $0.count > 1 }) {
      team.run(subtrees.count) { splitting.split(subtrees[$0]) }
      subtrees = subtrees.flatMap { $0.count > 1 ? halves(of: $0) : [$0] }
    }
    team.run(subtrees.count) { subtree in
      var pending = [subtrees[subtree]]
      while let tiles = pending.popLast() {
        if tiles.count <= 1 { continue }
        splitting.split(tiles)
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

/// The largest power of two below n.
private func leftShare(of n: Int) -> Int {
  1 << (Int.bitWidth - 1 - (n - 1).leadingZeroBitCount)
}

/// What splits need: the points, and a key for each, an ordered coordinate above its index.
private struct TreeSplitting: Sendable {
  private static let sampleSize = 64

  let columns: [[Float]]
  let rows: PointRows
  let tileSize: Int
  let keys: RowWriter<UInt64>

  /// Parts the points of some tiles at the middle one of these, along one dimension.
  func split(_ tiles: Range<Int>) {
    if tiles.count <= 1 { return }
    let slots = tiles.lowerBound * tileSize..<min(rows.count, tiles.upperBound * tileSize)
    keys.write(rows: slots) { keys in
      let column = columns[widestDimension(keys)]
      setKeys(&keys, column.span)
      select(&keys, rank: leftShare(of: tiles.count) * tileSize)
    }
  }

  private func widestDimension(_ keys: borrowing MutableSpan<UInt64>) -> Int {
    let step = max(1, keys.count / Self.sampleSize)
    let sample = stride(from: 0, to: keys.count, by: step).map { pointIndex(keys[$0]) }
    var widest = (dimension: 0, extent: -Float.infinity)
    for part in 0..<rows.width {
      let (lower, upper) = rows.extent(part: part, of: sample)
      let extents = upper - lower
      for lane in 0..<min(4, rows.dimensions - 4 * part) where extents[lane] > widest.extent {
        widest = (4 * part + lane, extents[lane])
      }
    }
    return widest.dimension
  }

  /// Puts the coordinate, as an integer of the same order, into the upper half of each key.
  private func setKeys(_ keys: inout MutableSpan<UInt64>, _ column: Span<Float>) {
    for slot in 0..<keys.count {
      let index = pointIndex(keys[slot])
      let bits = column[index].bitPattern
      let ordered = bits ^ (UInt32(bitPattern: Int32(bitPattern: bits) >> 31) | 0x8000_0000)
      keys[slot] = UInt64(ordered) << 32 | UInt64(index)
    }
  }
}

@inline(__always)
private func pointIndex(_ key: UInt64) -> Int { Int(key & 0xFFFF_FFFF) }

/// Moves the smaller keys below `rank` (Hoare's selection; keys are distinct).
private func select(_ keys: inout MutableSpan<UInt64>, rank: Int) {
  var low = 0, high = keys.count
  while high - low > 1 {
    let middle = partition(&keys, low..<high, rank: rank)
    if rank < middle {
      high = middle
    } else if rank > middle + 1 {
      low = middle + 1
    } else {
      return
    }
  }
}

/// Parts a range at one of its keys, likely near the rank; returns where that key ends up.
///
/// Lomuto's scheme without a branch on keys: each comparison is an addition.
private func partition(_ keys: inout MutableSpan<UInt64>, _ range: Range<Int>, rank: Int) -> Int {
  movePivot(&keys, range, rank)
  let low = range.lowerBound, pivot = keys[low]
  var end = low &+ 1
  for place in low &+ 1..<range.upperBound {
    let key = unsafe keys[unchecked: place]
    unsafe keys[unchecked: place] = keys[unchecked: end]
    unsafe keys[unchecked: end] = key
    end &+= key < pivot ? 1 : 0
  }
  keys.swapAt(low, end &- 1)
  return end &- 1
}

/// Puts the key that stands in a small sample where the rank stands in the range to the front.
private func movePivot(_ keys: inout MutableSpan<UInt64>, _ range: Range<Int>, _ rank: Int) {
  let low = range.lowerBound, size = range.count >= 512 ? 15 : min(3, range.count)
  for i in 0..<size {
    keys.swapAt(low + i, low + i * (range.count / size))
    var place = low + i
    while place > low, keys[place] < keys[place - 1] {
      keys.swapAt(place, place - 1)
      place -= 1
    }
  }
  keys.swapAt(low, low + (rank - low) * size / range.count)
}
