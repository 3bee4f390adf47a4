import WinnowCore
import WinnowKernels
import WinnowMath

/// Whether two weighted samples, such as data and simulation, are drawn from one distribution, in any
/// number of dimensions, by the share of neighbours from the same sample:
///
/// T = Σ_i w_i Σ_{j ∈ k(i)} w_j [s_i = s_j] / Σ_i w_i Σ_{j ∈ k(i)} w_j
///
/// over the pooled points, where k(i) are the k nearest of point i without itself, and the weights of
/// each sample are scaled to its effective number of events. Where the samples differ, points of one
/// lie together and T is large.
///
/// The p-value is the share of random exchanges of the sample labels, weights staying with their
/// points, that give a T as large: (1 + how many) / (1 + exchanges). It is exact where the weights are
/// independent of the sample, as with unit weights; otherwise approximate.
///
/// Reference: M. F. Schilling, J. Am. Stat. Assoc. 81 (1986) 799; N. Henze, Ann. Stat. 16 (1988) 772.
public struct NeighbourTwoSampleTest: Sendable, Hashable {
  /// T.
  public let sameShare: Double
  /// Mean and standard deviation of T over the exchanges.
  public let expected: Double
  public let deviation: Double
  public let pValue: Double

  /// (T − expected) / deviation. 0 where the deviation is.
  public var significance: Double { deviation > 0 ? (sameShare - expected) / deviation : 0 }

  /// - Parameters:
  ///   - first, second: `[dimension][point]`, on scales that make distances meaningful.
  ///   - k: neighbours of each point.
  ///   - exchanges: how many times labels are exchanged.
  /// - Throws: `badData` for a sample without positive weight sum or with coordinates that are not
  ///   finite, `badConfiguration` where there are fewer than k + 1 points.
  /// - Complexity: that of N searches, and O(N k exchanges).
  public init(
    _ first: WeightedPoints, _ second: WeightedPoints, k: Int = 10, exchanges: Int = 999,
    in context: RunContext = RunContext()
  ) throws {
    precondition(first.columns.count == second.columns.count, "samples of one dimension")
    precondition(exchanges >= 1, "a p-value needs exchanges")
    let columns = zip(first.columns, second.columns).map { $0 + $1 }
    let links = try SampleLinks(
      columns, weights: first.scaled("first") + second.scaled("second"), k: k,
      threads: context.threads)
    let count = links.weights.count, size = first.weights.count
    sameShare = links.sameShare((0..<count).map { $0 < size })
    let shares = chunkedMap(exchanges, chunk: 8, threads: context.threads) { numbers in
      numbers.map { number in
        var random = CounterRandom(seed: context.seed, stream: UInt64(number))
        return links.sameShare(random.permutation(count).map { $0 < size })
      }
    }.flatMap(\.self)
    let mean = shares.reduce(0, +) / Double(exchanges), observed = sameShare
    expected = mean
    deviation = (shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(exchanges)).squareRoot()
    pValue = Double(1 + shares.count { $0 >= observed }) / Double(1 + exchanges)
  }
}

/// Points with weights, which may be negative.
public struct WeightedPoints: Sendable {
  /// `[dimension][point]`.
  public let columns: [[Float]]
  public let weights: [Double]

  /// - Parameter weights: nil for weights of 1.
  /// - Precondition: one weight per point.
  public init(_ columns: [[Float]], weights: [Double]? = nil) {
    precondition(!columns.isEmpty, "points need a dimension")
    self.weights = weights ?? Array(repeating: 1, count: columns[0].count)
    self.columns = columns
    precondition(columns.allSatisfy { $0.count == self.weights.count }, "one weight per point")
  }

  /// Weights with a sum of (Σw)² / Σw².
  fileprivate func scaled(_ name: String) throws -> [Double] {
    let sum = weights.reduce(0, +), squares = weights.reduce(0) { $0 + $1 * $1 }
    guard sum > 0, squares.isFinite else {
      throw WinnowError(
        .badData, "the \(name) sample needs a positive and finite sum of weights; it is \(sum)")
    }
    return weights.map { $0 * sum / squares }
  }
}

/// Each point of the pooled samples and its neighbours.
private struct SampleLinks: Sendable {
  let weights: [Double]
  private let neighbours: NeighbourTable
  private let total: Double

  init(_ columns: [[Float]], weights: [Double], k: Int, threads: Int) throws {
    let index = try NeighbourIndex(columns, threads: threads)
    let neighbours = try index.nearest(
      k, to: columns, leavingOut: weights.indices.map { Int32($0) }, threads: threads)
    self.weights = weights
    self.neighbours = neighbours
    total = weights.indices.reduce(0) { sum, point in
      sum + weights[point] * neighbours[point].reduce(0) { $0 + weights[Int($1.index)] }
    }
    guard total > 0 else {
      throw WinnowError(.badData, "negative weights leave no positive sum over pairs of neighbours")
    }
  }

  func sameShare(_ isFirst: [Bool]) -> Double {
    var sum = 0.0
    for point in weights.indices {
      var same = 0.0
      for neighbour in neighbours[point] where isFirst[Int(neighbour.index)] == isFirst[point] {
        same += weights[Int(neighbour.index)]
      }
      sum += weights[point] * same
    }
    return sum / total
  }
}
