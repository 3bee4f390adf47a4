import WinnowCore
import WinnowKernels

/// Shapley values of a forest's score: what each feature adds to the expected score for an event.
///
/// expected + Σ_feature contribution[feature][event] = F(event), to rounding.
///
/// References: Shapley (1953); Lundberg et al., Nature Machine Intelligence 2 (2020) 56.
public struct Contributions: Sendable, Hashable {
  public let expected: Double
  /// `values[feature][event]`, in units of the score F.
  public let values: [[Double]]

  public init(expected: Double, values: [[Double]]) {
    self.expected = expected
    self.values = values
  }
}

extension Forest {
  /// Exact path-dependent values: an unknown feature follows the training events down both branches.
  ///
  /// - Parameter columns: `columns[feature][event]`; NaN is a missing value.
  /// - Throws: `badData` for a forest whose training events are unknown.
  /// - Complexity: O(events × leaves × depth²).
  public func contributions(to columns: [[Float]], threads: Int) throws -> Contributions {
    precondition(columns.count == features, "one column per feature")
    guard hasStatistics, trees.allSatisfy({ $0.statistics[0].events > 0 }) else {
      throw WinnowError(
        .badData, "the forest does not know its training events; path-dependent contributions "
          + "need them, interventional ones do not")
    }
    let expected = trees.reduce(base) { $0 + PathContributions.expectedValue(of: $1) }
    let depth = trees.map(\.depth).max() ?? 0
    return contributions(to: columns, expected: expected, threads: threads) { tree, x, sums in
      var path = PathContributions(tree: tree, depth: depth, x: x)
      path.add(to: &sums)
    }
  }

  /// Exact interventional values: an unknown feature takes its values from background events, one after
  /// the other.
  ///
  /// - Parameters:
  ///   - columns: `columns[feature][event]`; NaN is a missing value.
  ///   - background: columns too; at least one event.
  /// - Complexity: O(events × background × nodes).
  public func contributions(
    to columns: [[Float]], background: [[Float]], threads: Int
  ) -> Contributions {
    precondition(columns.count == features && background.count == features)
    let count = background.first?.count ?? 0
    precondition(count > 0, "no background events")
    let references = (0..<count).map { event in background.map { $0[event] } }
    let scores = scores(of: background, threads: threads)
    let expected = scores.reduce(0) { $0 + Double($1) } / Double(count)
    let weights = ShapleyWeights(depth: trees.map(\.depth).max() ?? 0)
    return contributions(to: columns, expected: expected, threads: threads) { tree, x, sums in
      for reference in references {
        var pair = PairContributions(tree: tree, x: x, reference: reference, weights: weights)
        pair.add(to: &sums, scale: 1 / Double(count))
      }
    }
  }

  /// - Parameter add: one tree's part for one event, to the sums of the features.
  private func contributions(
    to columns: [[Float]], expected: Double, threads: Int,
    add: @Sendable (ForestTree, [Float], inout [Double]) -> Void
  ) -> Contributions {
    let count = columns.first?.count ?? 0
    let team = ThreadTeam(threads: min(threads, count))
    let byEvent = team.map(count) { event in
      let x = columns.map { $0[event] }
      var sums = [Double](repeating: 0, count: features)
      for tree in trees { add(tree, x, &sums) }
      return sums
    }
    let values = (0..<features).map { feature in byEvent.map { $0[feature] } }
    return Contributions(expected: expected, values: values)
  }
}
