/// Running sums of the weights of one class over steps of falling response.
public struct CumulativeWeights: Sendable {
  /// Σw and Σw² of the k highest steps, k = 0 … number of steps.
  public let sums: [Double]
  public let squares: [Double]
  /// Whether no weight is negative.
  private let isRising: Bool

  fileprivate init(sums: [Double], squares: [Double], isRising: Bool) {
    self.sums = sums
    self.squares = squares
    self.isRising = isRising
  }

  public var total: WeightSum { above(sums.count - 1) }

  /// The k highest steps.
  public func above(_ k: Int) -> WeightSum { WeightSum(sum: sums[k], squares: squares[k]) }

  /// Steps `lower ..< upper`, counted from the highest.
  public func between(_ lower: Int, _ upper: Int) -> WeightSum {
    WeightSum(sum: sums[upper] - sums[lower], squares: squares[upper] - squares[lower])
  }

  /// The k highest steps and a fraction of the next, for a place k + fraction.
  func above(place: Double) -> WeightSum {
    let k = min(Int(place), sums.count - 1)
    let fraction = place - Double(k)
    if fraction == 0 { return above(k) }
    let low = above(k), high = above(k + 1)
    return WeightSum(
      sum: low.sum + fraction * (high.sum - low.sum),
      squares: low.squares + fraction * (high.squares - low.squares))
  }

  func squareShare(above k: Int) -> Double { squares[k] / squares[squares.count - 1] }

  /// The smallest k whose sum reaches a value; the number of steps where none does.
  /// - Complexity: O(log steps), or O(steps) under negative weights.
  func firstReaching(_ value: Double) -> Int {
    let steps = 0..<sums.count - 1
    if isRising { return partitionPoint(steps) { sums[$0] >= value } }
    return steps.first { sums[$0] >= value } ?? steps.upperBound
  }

  /// The largest k whose sum is not above a value; 0 where none is.
  /// - Complexity: O(log steps), or O(steps) under negative weights.
  func lastWithin(_ value: Double) -> Int {
    if isRising { return max(0, partitionPoint(0..<sums.count) { sums[$0] > value } - 1) }
    return sums.lastIndex { $0 <= value } ?? 0
  }
}

/// The sums of one class while events are added, by falling response.
struct RunningWeights {
  private var sums: [Double]
  private var squares: [Double]
  private var sum = 0.0
  private var square = 0.0
  private var isRising = true
  /// Whether all weights are 1 or 0: their squares, and the sums of these, are the same.
  private let isPlain: Bool

  init(_ weights: [Double]) {
    isPlain = weights.allSatisfy { $0 == 1 || $0 == 0 }
    sums = [Double](repeating: 0, count: weights.count + 1)
    squares = isPlain ? [] : sums
  }

  /// - Parameter step: how many steps there are so far, the event's included.
  mutating func add(_ weight: Double, _ step: Int) {
    sum += weight
    sums[step] = sum
    if isPlain { return }
    square += weight * weight
    squares[step] = square
    isRising = isRising && weight >= 0
  }

  mutating func cumulative(steps: Int) -> CumulativeWeights {
    sums.shorten(to: steps + 1)
    if isPlain { return CumulativeWeights(sums: sums, squares: sums, isRising: isRising) }
    squares.shorten(to: steps + 1)
    return CumulativeWeights(sums: sums, squares: squares, isRising: isRising)
  }
}

extension Array {
  /// Keeps the first elements, in at most twice the memory they need.
  mutating func shorten(to count: Int) {
    if 2 * count < self.count { self = Array(prefix(count)) } else { removeLast(self.count - count) }
  }
}
