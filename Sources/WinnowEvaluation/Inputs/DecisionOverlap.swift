/// How far two methods accept the same events.
///
/// At the working point of one background efficiency for both: the share of the events accepted by either
/// that both accept (Jaccard's index), per class, with errors of weighted fractions; and the linear
/// correlation of the decisions (0 or 1), φ. Methods of equal AUC that overlap little are worth combining.
public struct DecisionOverlap: Sendable, Hashable, Codable {
  public struct Share: Sendable, Hashable, Codable {
    /// Σw of both over Σw of either.
    public var overlap: Measured
    /// φ; nil where a method accepts all or none.
    public var correlation: Double?
  }

  public var background: Double
  public var signal: Share
  public var backgroundShare: Share

  /// - Precondition: the same events in the same order.
  /// - Complexity: O(n).
  public init(_ first: ScoredEvents, _ second: ScoredEvents, atBackground background: Double) {
    precondition(
      first.events.isSignal == second.events.isSignal
        && first.events.weights == second.events.weights,
      "overlaps need the same events in the same order")
    let cuts = [first, second].map { $0.steps.workingPoint(atBackground: background).cut }
    var counts = [DecisionCounts(), DecisionCounts()]
    for row in first.events.weights.indices {
      counts[first.events.isSignal[row] ? 0 : 1].add(
        first.events.weights[row], Double(first.events.response[row]) >= cuts[0],
        Double(second.events.response[row]) >= cuts[1])
    }
    self.background = background
    signal = counts[0].share
    backgroundShare = counts[1].share
  }
}

/// Weights by the two decisions.
private struct DecisionCounts {
  private var both = WeightSum()
  private var either = WeightSum()
  private var all = WeightSum()
  private var first = 0.0
  private var second = 0.0

  mutating func add(_ weight: Double, _ isFirst: Bool, _ isSecond: Bool) {
    all.add(weight)
    if isFirst { first += weight }
    if isSecond { second += weight }
    if isFirst || isSecond { either.add(weight) }
    if isFirst && isSecond { both.add(weight) }
  }

  var share: DecisionOverlap.Share {
    let a = first / all.sum, b = second / all.sum
    let spread = a * (1 - a) * b * (1 - b)
    return DecisionOverlap.Share(
      overlap: either.sum > 0 ? Measured(fraction: both, of: either) : .undefined,
      correlation: spread > 0 ? (both.sum / all.sum - a * b) / spread.squareRoot() : nil)
  }
}
