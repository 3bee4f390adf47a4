import WinnowCore
import WinnowKernels
import WinnowMath

/// Trees that vote on a value: their weighted mean, or their weighted median.
public struct VotedValue: Sendable, Hashable {
  /// The mean: one forest whose sum it is. The median: the trees as they stand, each of which says
  /// base + value.
  public let forest: Forest
  /// What each tree counts for the median; empty for the mean.
  public let counts: [Double]

  /// - Precondition: one positive count for each tree.
  init(_ forest: Forest, counts: [Double], takesMedian: Bool) {
    precondition(counts.count == forest.trees.count && counts.allSatisfy { $0 > 0 })
    let total = counts.reduce(0, +)
    self.counts = takesMedian ? counts : []
    self.forest = takesMedian
      ? forest
      : Forest(
        features: forest.features, base: forest.base,
        trees: zip(forest.trees, counts).map { $0.scaled(by: $1 / total) })
  }

  /// The vote for every event. The median is the smallest value that trees with at least half of the
  /// counts do not exceed.
  ///
  /// - Parameter columns: `columns[feature][event]`; NaN is a missing value.
  /// - Complexity: O(events × trees × (depth + log trees)).
  public func scores(of columns: [[Float]], threads: Int) -> [Float] {
    if counts.isEmpty { return forest.scores(of: columns, threads: threads) }
    precondition(columns.count == forest.features, "one column per feature")
    let count = columns.first?.count ?? 0
    let half = counts.reduce(0, +) / 2
    return ThreadTeam(threads: min(threads, (count + 255) / 256)).map(count) { event in
      let values = forest.trees.map { tree in tree.value { columns[$0][event] } }
      var sum = 0.0
      for place in values.indices.sorted(by: { (values[$0], $0) < (values[$1], $1) }) {
        sum += counts[place]
        if sum >= half { return Float(forest.base + Double(values[place])) }
      }
      return Float(forest.base)
    }
  }

  /// The forest's archive and, for a median, the tensor `trees/count`.
  public func archive() -> Archive {
    var archive = forest.archive()
    if !counts.isEmpty { archive.store("trees/count", Tensor(counts)) }
    return archive
  }

  /// - Throws: `badData` as `Forest.init(from:)`, and for a count that is not positive.
  public init(from archive: Archive) throws {
    forest = try Forest(from: archive)
    counts = archive.tensors["trees/count"] == nil
      ? [] : try archive.float64("trees/count", shape: [forest.trees.count])
    guard counts.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw WinnowError(.badData, "a tree of the vote has a count that is not positive")
    }
  }

  /// A plain sum of trees.
  public init(_ forest: Forest) {
    self.forest = forest
    counts = []
  }
}
