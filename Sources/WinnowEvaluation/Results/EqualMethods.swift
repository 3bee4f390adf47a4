/// Methods that the test events cannot tell apart.
public enum EqualMethods {
  /// Groups of methods, neighbours in the ranking, of which no two differ significantly in AUC.
  ///
  /// The p-values of all pairs are judged together by Holm's procedure (Scand. J. Stat. 6 (1979) 65): the
  /// chance to call any equal pair different is at most `level`. Groups may overlap, since A ≈ B and B ≈ C
  /// do not make A ≈ C; none lies inside another. Equal means that these events show no difference, not
  /// that there is none. A pair without a defined error counts as equal.
  /// - Parameters:
  ///   - ranking: the methods, best first.
  ///   - comparisons: each pair once, in either order.
  /// - Returns: in the order of the ranking; a method that differs from both neighbours stands alone.
  /// - Complexity: O(methods³).
  public static func groups(
    ranking: [String], comparisons: [MethodComparison], level: Double = 0.05
  ) -> [[String]] {
    let differing = Set(significant(comparisons, level: level).flatMap {
      [[$0.first, $0.second], [$0.second, $0.first]]
    })
    var groups: [Range<Int>] = []
    for first in ranking.indices {
      var end = first + 1
      while end < ranking.count,
        !(first..<end).contains(where: { differing.contains([ranking[$0], ranking[end]]) })
      { end += 1 }
      if end > (groups.last?.upperBound ?? 0) { groups.append(first..<end) }
    }
    return groups.map { Array(ranking[$0]) }
  }

  /// The comparisons that show a difference at a level for all together.
  public static func significant(
    _ comparisons: [MethodComparison], level: Double = 0.05
  ) -> [MethodComparison] {
    let rising = comparisons.filter { $0.pValue != nil }
      .sorted { ($0.pValue ?? 1) < ($1.pValue ?? 1) }
    let passed = rising.enumerated().prefix {
      ($0.element.pValue ?? 1) <= level / Double(rising.count - $0.offset)
    }
    return passed.map(\.element)
  }
}
