import Foundation
import WinnowKernels
import WinnowMath

/// How the values of one feature are binned: bin b holds upper[b−1] < x ≤ upper[b]. Cutting after
/// bin b is the decision x > upper[b], so a tree over bins and one over values decide alike.
public struct BinEdges: Sendable, Hashable {
  /// Rising; the last is the greatest finite number. One per bin, at most 65535.
  public let upper: [Float]

  /// Where bins are categories: the value of each, rising.
  public private(set) var categories: [Float]?

  public var count: Int { upper.count }

  /// The most categories that a feature may have.
  public static let maximumCategories = 255

  /// One bin for each value, as a category. - Parameter values: at most 255 different ones; NaN is left out.
  public init(categoriesOf values: [Float]) {
    let distinct = Set(values.lazy.filter { !$0.isNaN }.map { $0 + 0 }).sorted()
    self.init(inner: zip(distinct, distinct.dropFirst()).map { Self.middle($0, $1) })
    categories = distinct
  }

  /// The bin that a number falls in.
  ///
  /// - Complexity: O(log bins).
  func bin(of value: Float) -> Int {
    var low = 0, high = upper.count - 1
    while low < high {
      let middle = (low + high) / 2
      if upper[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The values with NaN for those that are no category.
  func known(_ values: [Float]) -> [Float] {
    guard let categories else { return values }
    let known = Set(categories)
    return values.map { known.contains($0) ? $0 : .nan }
  }

  /// - Parameter inner: the rising finite edges between bins, at most 65534.
  public init(inner: [Float]) {
    precondition(inner.count < BinFormat.maximumBins && zip(inner, inner.dropFirst()).allSatisfy { $0 < $1 })
    upper = inner + [.greatestFiniteMagnitude]
  }

  /// Edges at the weighted quantiles of a feature; where there are no more distinct values than bins,
  /// one bin for each. Edges lie midway between neighbouring values. NaN is left out.
  ///
  /// - Parameters:
  ///   - weights: their magnitudes count.
  ///   - rows: the rows to look at.
  ///   - spread: share of the bins that lie as densely as the cube root of the density f of the values,
  ///     not as f: on average the value is then known best (Panter and Dite, Proc. IRE 39 (1951) 44), and
  ///     long tails have more bins.
  /// - Complexity: O(rows).
  public init(
    quantilesOf values: [Float], weights: [Float], rows: [Int], bins: Int, spread: Double = 0
  ) {
    var (distinct, sums) = Self.distinct(values, weights, rows)
    if spread > 0 && distinct.count > bins { Self.spread(&sums, spread, values: distinct) }
    let cuts = distinct.count <= bins
      ? Array(distinct.indices.dropLast()) : Self.cuts(sums, bins: bins)
    self.init(inner: cuts.map { Self.middle(distinct[$0], distinct[$0 + 1]) })
  }

  /// Rows for the quantiles: all, or `limit` of them, one from each of equal stretches.
  static func rows(of count: Int, limit: Int, seed: UInt64) -> [Int] {
    if count <= limit { return Array(0..<count) }
    var random = CounterRandom(seed: seed, stream: RandomStream.quantiles)
    let stretch = Double(count) / Double(limit)
    return (0..<limit).map { min(count - 1, Int((Double($0) + random.uniform()) * stretch)) }
  }

  /// The distinct values in rising order and the weight of each.
  private static func distinct(
    _ values: [Float], _ weights: [Float], _ rows: [Int]
  ) -> (values: [Float], sums: [Double]) {
    var words: [UInt64] = []
    words.reserveCapacity(rows.count)
    for (place, row) in rows.enumerated() where !values[row].isNaN {
      words.append(UInt64(rising(values[row])) << 32 | UInt64(place))
    }
    var scratch = words
    sortByHighHalf(&words, scratch: &scratch)
    // Side by side: the order of the values would go through the weights of all rows at random.
    let weights = rows.map { Double(weights[$0].magnitude) }
    // Equal values have equal high halves; 0 stands for no value.
    var distinct: [Float] = [], sums: [Double] = [], last: UInt64 = 0, sum = 0.0
    for word in words {
      if word >> 32 != last {
        if last != 0 { sums.append(sum) }
        (last, sum) = (word >> 32, 0)
        distinct.append(number(UInt32(last)))
      }
      sum += weights[Int(word & 0xFFFF_FFFF)]
    }
    if last != 0 { sums.append(sum) }
    return (distinct, sums)
  }

  /// Mixes the weight w of each value with w^⅓ d^⅔, d the distance of its neighbours: w f^−⅔ up to noise.
  private static func spread(_ sums: inout [Double], _ share: Double, values: [Float]) {
    let wide = values.indices.map { place in
      let low = Double(values[max(place - 1, 0)])
      let high = Double(values[min(place + 1, values.count - 1)])
      return cbrt(sums[place] * (high - low) * (high - low))
    }
    let sum = sums.reduce(0, +), wideSum = wide.reduce(0, +)
    guard sum > 0, wideSum > 0, wideSum.isFinite else { return }
    for place in sums.indices {
      sums[place] = (1 - share) * sums[place] / sum + share * wide[place] / wideSum
    }
  }

  /// Places after which to cut so that bins weigh alike; a value heavier than that has its own bin and
  /// the rest is shared out evenly.
  private static func cuts(_ sums: [Double], bins: Int) -> [Int] {
    var cuts: [Int] = []
    var remaining = sums.reduce(0, +), weight = 0.0
    for place in sums.indices.dropLast() where cuts.count < bins - 1 {
      weight += sums[place]
      let share = remaining / Double(bins - cuts.count)
      if weight + sums[place + 1] / 2 >= share {
        cuts.append(place)
        remaining -= weight
        weight = 0
      }
    }
    return cuts
  }

  /// A number m with a ≤ m < b.
  private static func middle(_ a: Float, _ b: Float) -> Float {
    let middle = a / 2 + b / 2
    return a <= middle && middle < b ? middle : a
  }

  /// A word that rises with the number; both zeros have the same.
  private static func rising(_ x: Float) -> UInt32 {
    let bits = (x + 0).bitPattern
    return bits >> 31 == 1 ? ~bits : bits | 0x8000_0000
  }

  /// The number of a rising word.
  private static func number(_ rising: UInt32) -> Float {
    Float(bitPattern: rising >> 31 == 1 ? rising & 0x7FFF_FFFF : ~rising)
  }
}
