import WinnowCore
import WinnowKernels
import WinnowMath

/// Trees that vote on a value: their weighted mean, or their weighted median.
public struct VotedValue: Sendable, Hashable {
  /// The mean, or a plain sum: the forest. The median: the trees as they stand, each of which says
  /// base + value.
  public let forest: Forest
  /// What each tree counts for the median; empty for the mean.
  public let counts: [Double]
  /// What the forest cuts on after its inputs.
  public let combinations: [LinearCombination]

  /// The number of inputs.
  public var inputs: Int { forest.features - combinations.count }

  /// - Precondition: one positive count for each tree.
  init(_ forest: Forest, counts: [Double], takesMedian: Bool) {
    precondition(counts.count == forest.trees.count && counts.allSatisfy { $0 > 0 })
    let total = counts.reduce(0, +)
    combinations = []
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
    precondition(columns.count == inputs, "one column per input")
    if counts.isEmpty { return sums(of: columns, threads: threads) }
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

  /// Events for which combinations are worked out together; bounds the memory for them.
  private static let batch = 4096

  private func sums(of columns: [[Float]], threads: Int) -> [Float] {
    if combinations.isEmpty { return forest.scores(of: columns, threads: threads) }
    let count = columns.first?.count ?? 0
    return stride(from: 0, to: count, by: Self.batch).flatMap { first in
      let rows = first..<min(count, first + Self.batch)
      let part = columns.map { Array($0[rows]) }
      let combined = ThreadTeam(threads: threads).map(combinations.count) { number in
        (0..<rows.count).map { combinations[number].value(part, $0) }
      }
      return forest.scores(of: part + combined, threads: threads)
    }
  }

  /// What the trees cut on, in words: the names of the inputs, and the combinations of them.
  public func cutNames(_ names: [String]) -> [String] { names + combinations.map { $0.name(names) } }

  /// By gain; that of a combination is shared out evenly among its inputs.
  var gainImportance: [Double] {
    var shares = forest.gainImportance
    for (number, combination) in combinations.enumerated() {
      for feature in combination.features {
        shares[feature] += shares[inputs + number] / Double(combination.features.count)
      }
    }
    return Array(shares.prefix(inputs))
  }

  /// The forest's archive; its linear combinations, where it has any; and, for a median, the tensor
  /// `trees/count`.
  public func archive() -> Archive {
    var archive = forest.archive()
    if !counts.isEmpty { archive.store("trees/count", Tensor(counts)) }
    if !combinations.isEmpty { archive.store("combinations", combinations.archive()) }
    return archive
  }

  /// - Throws: `badData` as `Forest.init(from:)`, and for a count that is not positive.
  public init(from archive: Archive) throws {
    forest = try Forest(from: archive)
    let stored = archive.inner("combinations"), features = forest.features
    combinations = try stored.tensors.isEmpty ? [] : Self.combinations(stored, features)
    counts = archive.tensors["trees/count"] == nil
      ? [] : try archive.float64("trees/count", shape: [forest.trees.count])
    guard counts.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw WinnowError(.badData, "a tree of the vote has a count that is not positive")
    }
  }

  private static func combinations(
    _ archive: Archive, _ features: Int
  ) throws -> [LinearCombination] {
    let count = try archive.int32("size", shape: [nil]).count
    guard count < features else {
      throw WinnowError(.badData, "the forest has \(features) features, \(count) of them combinations")
    }
    return try [LinearCombination](from: archive, features: features - count)
  }

  /// A plain sum of trees.
  public init(_ forest: Forest) { self.init(forest, combinations: []) }

  init(_ forest: Forest, combinations: [LinearCombination]) {
    self.forest = forest
    self.combinations = combinations
    counts = []
  }
}
