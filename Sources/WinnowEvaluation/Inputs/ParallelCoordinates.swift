import WinnowCore
import WinnowMath

/// All variables side by side, each on the scale of its rank among the events of all classes, which weigh
/// alike: a variable without power has the same quartiles ¼, ½, ¾ in every class.
///
/// Bands between the quartiles of a class say how far each variable parts the classes; a fixed number of
/// events as lines say how neighbouring variables hang together (Inselberg, Vis. Comput. 1 (1985) 69).
public struct ParallelCoordinates: Sendable, Hashable, Codable {
  /// The ranks of one class, 0 … 1, one per variable.
  public struct ClassRanks: Sendable, Hashable, Codable {
    public var name: String
    public var lowerQuartile: [Double]
    public var median: [Double]
    /// The interval of one standard deviation around the median: between the quantiles
    /// ½ ± ½/√n_eff.
    public var medianLow: [Double]
    public var medianHigh: [Double]
    public var upperQuartile: [Double]
    /// Some events without missing values.
    public var events: [[Double]]
  }

  public var variables: [String]
  public var classes: [ClassRanks]

  /// More variables than this cannot be read side by side.
  static let mostVariables = 40
  static let drawnEvents = 25
  /// Events of a class that are looked at.
  static let limit = 10_000

  /// - Returns: nil for fewer than two variables with values in every class.
  /// - Complexity: O(variables × limit).
  init?(_ sample: Sample, classes: ClassRows) {
    let rows = classes.rows.map { $0.spread(over: Self.limit) }
    let scales = sample.columns.indices.compactMap { RankScale(sample, variable: $0, rows: rows) }
      .prefix(Self.mostVariables)
    guard scales.count > 1 else { return nil }
    variables = scales.map { sample.schema.names[$0.variable] }
    self.classes = zip(classes.names, rows).enumerated().map { index, part in
      let total = part.1.reduce(into: WeightSum()) { $0.add(sample.weights[$1]) }
      let half = 0.5 / max(1, total.effective).squareRoot()
      func ranks(_ share: Double) -> [Double] { scales.map { $0.rank(ofQuantile: share, in: index) } }
      let complete = part.1.filter { row in
        scales.allSatisfy { sample.columns[$0.variable][row].isFinite }
      }
      return ClassRanks(
        name: part.0, lowerQuartile: ranks(0.25), median: ranks(0.5), medianLow: ranks(0.5 - half),
        medianHigh: ranks(0.5 + half), upperQuartile: ranks(0.75),
        events: complete.spread(over: Self.drawnEvents).map { row in
          scales.map { $0.rank(of: Double(sample.columns[$0.variable][row])) }
        })
    }
  }
}

/// The distribution of a variable in all classes together, each weighing one, and in each of them.
private struct RankScale {
  let variable: Int
  private let pooled: WeightedDistribution
  private let classes: [WeightedDistribution]

  /// - Returns: nil where a class has no values.
  init?(_ sample: Sample, variable: Int, rows: [[Int]]) {
    self.variable = variable
    let column = sample.columns[variable]
    var values: [Float] = [], weights: [Double] = []
    var classes: [WeightedDistribution] = []
    for part in rows {
      let own = part.map { column[$0] }, ownWeights = part.map { sample.weights[$0] }
      guard let distribution = WeightedDistribution(own, weights: ownWeights) else { return nil }
      classes.append(distribution)
      values += own
      weights += ownWeights.map { $0 / distribution.sumOfWeights }
    }
    guard let pooled = WeightedDistribution(values, weights: weights) else { return nil }
    (self.pooled, self.classes) = (pooled, classes)
  }

  func rank(ofQuantile share: Double, in index: Int) -> Double {
    rank(of: classes[index].quantile(share))
  }

  /// Straight lines between the middles of the steps.
  func rank(of value: Double) -> Double {
    let values = pooled.values
    let upper = partitionPoint(0..<values.count) { Double(values[$0]) >= value }
    if upper == 0 { return pooled.middle(at: 0) }
    if upper == values.count { return pooled.middle(at: upper - 1) }
    let low = Double(values[upper - 1]), high = Double(values[upper])
    let below = pooled.middle(at: upper - 1), above = pooled.middle(at: upper)
    let share = (value - low) / (high - low)
    return share.isFinite ? below + share * (above - below) : below
  }
}
