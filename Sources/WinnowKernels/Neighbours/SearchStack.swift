/// The boxes that a search has still to look at.
public struct SearchStack: Sendable {
  private var entries: [UInt64]
  private var count = 0

  public init(for tree: PointTree) {
    entries = Array(repeating: 0, count: tree.levels.count * PointTree.groupSize)
  }

  @inline(__always)
  mutating func pop() -> SearchEntry? {
    if count == 0 { return nil }
    count -= 1
    return SearchEntry(packed: entries[count])
  }

  /// The place above which the next entries are kept sorted, the nearest on top.
  @inline(__always) var mark: Int { count }

  @inline(__always)
  mutating func insert(_ entry: SearchEntry, above mark: Int) {
    var place = count
    while place > mark && entries[place - 1] < entry.packed {
      entries[place] = entries[place - 1]
      place -= 1
    }
    entries[place] = entry.packed
    count += 1
  }
}

/// A box and its squared distance, packed so that integers order as distances do.
struct SearchEntry {
  let packed: UInt64

  @inline(__always)
  init(packed: UInt64) { self.packed = packed }

  @inline(__always)
  init(distance: Float, level: Int, box: Int) {
    packed = UInt64(distance.bitPattern) << 32 | UInt64(level) << 28 | UInt64(box)
  }

  @inline(__always) var distance: Float { Float(bitPattern: UInt32(packed >> 32)) }
  @inline(__always) var level: Int { Int(packed >> 28 & 0xF) }
  @inline(__always) var box: Int { Int(packed & 0xFFF_FFFF) }
}
