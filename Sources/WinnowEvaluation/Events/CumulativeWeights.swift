/// Running sums of the weights of one class over steps of falling response.
public struct CumulativeWeights: Sendable {
  /// Σw and Σw² of the k highest steps, k = 0 … number of steps.
  public private(set) var sums: [Double]
  public private(set) var squares: [Double]

  init(capacity: Int) {
    sums = [0]
    squares = [0]
    sums.reserveCapacity(capacity + 1)
    squares.reserveCapacity(capacity + 1)
  }

  mutating func beginStep() {
    sums.append(sums[sums.count - 1])
    squares.append(squares[squares.count - 1])
  }

  mutating func add(_ weight: Double) {
    sums[sums.count - 1] += weight
    squares[squares.count - 1] += weight * weight
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
}
