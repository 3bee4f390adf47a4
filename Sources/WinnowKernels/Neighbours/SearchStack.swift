/// Room for the boxes that a search has still to look at.
public struct SearchStack: Sendable {
  /// Packed `SearchEntry`s.
  var entries: [UInt64]

  public init(for tree: PointTree) {
    entries = Array(repeating: 0, count: tree.levels.count * PointTree.groupSize)
  }
}

/// A box and its squared distance, packed so that integers order as distances do.
struct SearchEntry {
  let packed: UInt64

  @inline(__always)
  init(packed: UInt64) { self.packed = packed }

  @inline(__always)
  init(distance: Float, level: Int, box: Int) {
    packed = UInt64(distance.bitPattern) << 32 | UInt64(truncatingIfNeeded: level) << 28
      | UInt64(truncatingIfNeeded: box)
  }

  @inline(__always) var distance: Float { Float(bitPattern: UInt32(packed >> 32)) }
  @inline(__always) var level: Int { Int(packed >> 28 & 0xF) }
  @inline(__always) var box: Int { Int(packed & 0xFFF_FFFF) }
}

/// What a search works in; made once for many searches, as making it allocates.
public struct SearchRoom: ~Copyable {
  public var stack: SearchStack
  var candidates = Candidates()

  public init(for tree: PointTree) { stack = SearchStack(for: tree) }
}
