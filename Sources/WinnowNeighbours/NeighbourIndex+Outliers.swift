import WinnowCore
import WinnowKernels

extension NeighbourIndex {
  /// How far each query lies from the points: the mean distance to its k nearest.
  ///
  /// Large where points are rare. In d dimensions a density p gives about (k / N p)^(1/d).
  /// - Parameters and errors: those of `nearest`.
  /// - Returns: one number per query, in the units of the coordinates.
  /// - Complexity: that of `nearest`.
  ///
  /// Reference: F. Angiulli and C. Pizzuti, PKDD 2002, LNCS 2431, 15 (with the mean for the sum).
  public func outlierScores(
    _ k: Int, of queries: [[Float]], leavingOut own: [Int32]? = nil, threads: Int = 1
  ) throws -> [Double] {
    let table = try nearest(k, to: queries, leavingOut: own, threads: threads)
    return (0..<table.count).map { query in
      table[query].reduce(0) { $0 + $1.distance } / Double(k)
    }
  }
}
