import WinnowCore
import WinnowMath

/// A cumulative function as straight lines between nodes; both coordinates rise strictly.
struct CumulativeCurve {
  let values: [Double]
  /// Inside (0, 1).
  let shares: [Double]

  /// - Throws: `badData` unless there are two nodes or more, values and shares rise, and shares lie
  ///   inside (0, 1).
  init(values: [Double], shares: [Double]) throws {
    guard values.count >= 2, values.count == shares.count, Self.isRising(values),
      Self.isRising(shares), shares[0] > 0, shares[shares.count - 1] < 1
    else {
      throw WinnowError(.badData, "the nodes of a cumulative function must rise, within (0, 1)")
    }
    self.values = values
    self.shares = shares
  }

  /// The nodes of a weighted distribution: each distinct value at the middle of its step, or, where
  /// there are more than the limit, a selection whose shares lie evenly, half of them on the scale of
  /// the share itself and half on that of the normal quantile, so that tails keep their shape.
  /// - Throws: `badData` where fewer than two nodes are left, which only negative weights can cause.
  init(_ distribution: WeightedDistribution, limit: Int, name: String) throws {
    let all = distribution.values.indices
    var picked: [(value: Double, share: Double)] = []
    for index in all.count <= limit ? Array(all) : Self.selection(distribution, limit: limit) {
      let share = min(max(distribution.middle(at: index), Self.margin), 1 - Self.margin)
      let value = Double(distribution.values[index])
      if let last = picked.last, share <= last.share { continue }
      picked.append((value, share))
    }
    guard picked.count >= 2 else {
      throw WinnowError(
        .badData, "negative weights leave the variable “\(name)” without a cumulative function")
    }
    values = picked.map(\.value)
    shares = picked.map(\.share)
  }

  /// F(x), the shares of the first and last node beyond them. - Complexity: O(log nodes).
  func share(below x: Double) -> Double { Self.interpolate(x, values, shares) }

  /// F⁻¹(u), the values of the first and last node beyond them. - Complexity: O(log nodes).
  func value(at share: Double) -> Double { Self.interpolate(share, shares, values) }

  /// Shares stay this far from 0 and 1, where the normal quantile is infinite (TMVA's clamp).
  private static let margin = 1e-9

  /// Indices of the values at chosen shares, the extremes always among them.
  private static func selection(_ distribution: WeightedDistribution, limit: Int) -> [Int] {
    let half = max(1, (limit - 2) / 2)
    let even = (1...half).map { Double($0) / Double(half + 1) }
    let normal = even.map { SpecialFunctions.normalCDF(10 * $0 - 5) }
    var indices: [Int] = [0]
    var index = 0
    let last = distribution.values.count - 1
    for share in (even + normal).sorted() {
      while index < last, distribution.middle(at: index) < share { index += 1 }
      if index != indices.last { indices.append(index) }
    }
    if indices.last != last { indices.append(last) }
    return indices
  }

  private static func isRising(_ numbers: [Double]) -> Bool {
    zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
  }

  private static func interpolate(_ x: Double, _ from: [Double], _ to: [Double]) -> Double {
    let last = from.count - 1
    if x <= from[0] { return to[0] }
    if x >= from[last] { return to[last] }
    var low = 0, high = last
    while high - low > 1 {
      let middle = (low + high) / 2
      if x >= from[middle] { low = middle } else { high = middle }
    }
    return to[low] + (x - from[low]) / (from[high] - from[low]) * (to[high] - to[low])
  }
}
