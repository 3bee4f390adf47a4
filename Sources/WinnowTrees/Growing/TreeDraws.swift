import WinnowMath

/// The random choices of one tree: the same for one seed, tree and node, whatever the order of work.
struct TreeDraws: Sendable {
  let seed: UInt64
  /// The number of the tree, from 0.
  let tree: Int

  /// A random word for the whole tree.
  func key(_ stream: UInt64) -> UInt32 {
    var random = CounterRandom(seed: seed, stream: stream, index: UInt64(tree))
    return UInt32(truncatingIfNeeded: random.next())
  }

  /// The features that the tree may cut on, rising: at least one.
  func features(_ fraction: Double, of count: Int) -> [Int] {
    let wanted = max(1, Int((fraction * Double(count)).rounded()))
    if wanted >= count { return Array(0..<count) }
    // A permutation takes many numbers; the tree's place in the stream leaves room for them.
    var random = CounterRandom(
      seed: seed, stream: RandomStream.columns, index: UInt64(tree) << 32)
    return random.permutation(count).prefix(wanted).sorted()
  }

  /// Places of the features, out of so many, that a node may be cut on.
  func places(_ wanted: Int, of count: Int, node: Int) -> [Int] {
    var random = CounterRandom(
      seed: seed, stream: RandomStream.nodeColumns, index: UInt64(tree) << 40 | UInt64(node) << 20)
    return Array(random.permutation(count).prefix(wanted))
  }

  /// The same for all nodes of a level.
  func levelPlaces(_ wanted: Int, of count: Int, depth: Int) -> [Int] {
    var random = CounterRandom(
      seed: seed, stream: RandomStream.levelColumns,
      index: UInt64(tree) << 40 | UInt64(depth) << 20)
    return Array(random.permutation(count).prefix(wanted))
  }

  /// A random word that picks the cut of a feature at a node.
  func cut(node: Int, feature: Int) -> UInt32 {
    var random = CounterRandom(
      seed: seed, stream: RandomStream.cuts,
      index: UInt64(tree) << 40 | UInt64(node) << 20 | UInt64(feature))
    return UInt32(truncatingIfNeeded: random.next())
  }
}

/// The purposes random numbers are drawn for; see `CounterRandom`.
enum RandomStream {
  static let quantiles: UInt64 = 0x7265_6501
  static let rounding: UInt64 = 0x7265_6502
  static let rows: UInt64 = 0x7265_6503
  static let columns: UInt64 = 0x7265_6504
  static let nodeColumns: UInt64 = 0x7265_6505
  static let cuts: UInt64 = 0x7265_6506
  static let dropout: UInt64 = 0x7265_6510
  static let levelColumns: UInt64 = 0x7265_6511
}
