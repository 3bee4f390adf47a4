import CIntrinsics

/// A cut of a tree that is evaluated from its leaves upwards: which of two slots an event keeps.
public struct RankedCut: BitwiseCopyable, Sendable, Hashable {
  /// Slots of the constants: slot k holds k for every event, k < 256.
  public static let constants = 256

  /// The rank beyond which an event goes right, in each of four bytes.
  let rank: UInt32
  let column: UInt16
  let left: UInt16
  let right: UInt16
  let target: UInt16

  /// - Parameters:
  ///   - rank: of the threshold among those of its column.
  ///   - left: the slot of the left child: a leaf's number, or the target of an earlier cut.
  ///   - target: the slot to write.
  public init(rank: UInt8, column: Int, left: Int, right: Int, target: Int) {
    self.rank = UInt32(rank) * 0x0101_0101
    self.column = UInt16(column)
    self.left = UInt16(left)
    self.right = UInt16(right)
    self.target = UInt16(target)
  }
}

/// The parts of a `RankedForest` that belong to one tree.
public struct RankedTree: BitwiseCopyable, Sendable, Hashable {
  public let cuts: Int32
  public let leaves: Int32

  public init(cuts: Int, leaves: Int) {
    precondition(0..<leaves ~= cuts && leaves <= RankedCut.constants, "not a tree for bytes")
    self.cuts = Int32(cuts)
    self.leaves = Int32(leaves)
  }
}

/// Trees of at most 256 leaves whose cuts compare ranks; lent for one evaluation.
public struct RankedForest: ~Escapable {
  let trees: Span<RankedTree>
  let cuts: Span<RankedCut>
  let values: Span<Float>

  /// - Parameters:
  ///   - cuts: of all trees in order, each after those whose slots it reads; columns and slots are
  ///     trusted to be in range.
  ///   - values: of the leaves of all trees in order, and 64 more.
  @_lifetime(copy trees, copy cuts, copy values)
  public init(trees: Span<RankedTree>, cuts: Span<RankedCut>, values: Span<Float>) {
    self.trees = trees
    self.cuts = cuts
    self.values = values
  }
}

/// Adds the leaf values of all trees, in their order, to the scores of a block of events.
///
/// Every cut of a tree is decided for all events of the block at once, byte by byte, and the numbers
/// of the leaves are handed upwards through the decisions: no branches, no gathered memory. Each
/// event's sum has the order of the trees: its bits do not depend on its neighbours.
///
/// - Parameters:
///   - ranks: `ranks[column · forestBlock + event]`.
///   - slots: `forestBlock` bytes for each; the constants are filled in, the others overwritten. Ranks
///     and slots begin at a cache line.
///   - scores: `forestBlock`; added to.
/// - Complexity: O(cuts) per block.
public func evaluateRanked(
  _ forest: borrowing RankedForest, ranks: Span<UInt8>, slots: inout MutableSpan<UInt8>,
  scores: inout MutableSpan<Float>
) {
  precondition(scores.count == forestBlock && slots.count >= RankedCut.constants * forestBlock)
  unsafe ranks.withUnsafeBufferPointer { ranks in
    unsafe slots.withUnsafeMutableBufferPointer { slots in
      unsafe forest.values.withUnsafeBufferPointer { values in
        guard let ranks = ranks.baseAddress, let slots = slots.baseAddress,
          var values = values.baseAddress
        else { return }
        var next = 0
        for index in forest.trees.indices {
          let tree = forest.trees[unchecked: index]
          var root = 0
          for index in next..<next &+ Int(tree.cuts) {
            let cut = forest.cuts[unchecked: index]
            unsafe winnow_choose(
              ranks + Int(cut.column) &* forestBlock, cut.rank,
              slots + Int(cut.left) &* forestBlock, slots + Int(cut.right) &* forestBlock,
              slots + Int(cut.target) &* forestBlock)
            root = Int(cut.target)
          }
          unsafe add(values, tree.leaves, slots + root &* forestBlock, &scores)
          next &+= Int(tree.cuts)
          unsafe values += Int(tree.leaves)
        }
      }
    }
  }
}

/// Adds to each event's score the value of its leaf.
@inline(__always)
private func add(
  _ values: UnsafePointer<Float>, _ leaves: Int32, _ numbers: UnsafePointer<UInt8>,
  _ scores: inout MutableSpan<Float>
) {
  switch leaves {
  case ...16: unsafe add(numbers, &scores) { unsafe winnow_lookup16(values, $0) }
  case ...32: unsafe add(numbers, &scores) { unsafe winnow_lookup32(values, $0) }
  case ...64: unsafe add(numbers, &scores) { unsafe winnow_lookup64(values, $0) }
  default: unsafe add(numbers, &scores) { unsafe winnow_lookup(values, $0) }
  }
}

@inline(__always)
private func add(
  _ numbers: UnsafePointer<UInt8>, _ scores: inout MutableSpan<Float>,
  lookup: (SIMD16<Int32>) -> Vector
) {
  forEachVector(forestBlock) { place in
    let value = unsafe lookup(winnow_widen(numbers + place.index))
    scores.store(scores.load(place) + value, place)
  }
}
