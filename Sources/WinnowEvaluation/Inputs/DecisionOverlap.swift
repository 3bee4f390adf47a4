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
    let decisions = [first, second].map { Decisions($0, backgrounds: [background]) }
    self = Self.all(decisions[0], decisions[1])[0]
  }

  private init(_ background: Double, signal: Share, backgroundShare: Share) {
    self.background = background
    self.signal = signal
    self.backgroundShare = backgroundShare
  }

  /// One for each working point.
  /// - Precondition: the same events in the same order, and the same working points.
  /// - Complexity: O(n + 4^points).
  static func all(_ first: Decisions, _ second: Decisions) -> [DecisionOverlap] {
    precondition(
      first.events.isSignal == second.events.isSignal
        && first.events.weights == second.events.weights && first.backgrounds == second.backgrounds,
      "overlaps need the same events in the same order")
    let joint = JointDecisions(first, second)
    return first.backgrounds.enumerated().map { point, background in
      DecisionOverlap(
        background, signal: joint.share(at: point, isSignal: true),
        backgroundShare: joint.share(at: point, isSignal: false))
    }
  }
}

/// Which cuts of a method each event passes, a bit for each working point.
struct Decisions: Sendable {
  let events: EventColumns
  let backgrounds: [Double]
  let passed: [UInt8]

  /// - Precondition: four working points at most.
  init(_ scored: ScoredEvents, backgrounds: [Double]) {
    precondition(backgrounds.count <= 4, "a cell for each pair of decisions at four points at most")
    let cuts = backgrounds.map { scored.steps.workingPoint(atBackground: $0).cut }
    events = scored.events
    self.backgrounds = backgrounds
    passed = scored.events.response.map { response in
      var bits: UInt8 = 0
      for (point, cut) in cuts.enumerated() where Double(response) >= cut { bits |= 1 << point }
      return bits
    }
  }
}

/// Weights of the events of each class by what two methods say of them at all working points.
private struct JointDecisions {
  private let points: Int
  /// By class (signal first), decisions of the first, decisions of the second.
  private var cells: [WeightSum]

  init(_ first: Decisions, _ second: Decisions) {
    points = first.backgrounds.count
    let codes = 1 << points
    cells = [WeightSum](repeating: WeightSum(), count: 2 * codes * codes)
    for row in first.passed.indices {
      let pair = Int(first.passed[row]) << points | Int(second.passed[row])
      cells[first.events.isSignal[row] ? pair : codes * codes + pair].add(first.events.weights[row])
    }
  }

  func share(at point: Int, isSignal: Bool) -> DecisionOverlap.Share {
    let codes = 1 << points, offset = isSignal ? 0 : codes * codes, bit = 1 << point
    var both = WeightSum(), either = WeightSum(), all = WeightSum(), one = 0.0, other = 0.0
    for a in 0..<codes {
      for b in 0..<codes {
        let cell = cells[offset + a * codes + b]
        let (isFirst, isSecond) = (a & bit != 0, b & bit != 0)
        all += cell
        if isFirst { one += cell.sum }
        if isSecond { other += cell.sum }
        if isFirst || isSecond { either += cell }
        if isFirst && isSecond { both += cell }
      }
    }
    let a = one / all.sum, b = other / all.sum
    let spread = a * (1 - a) * b * (1 - b)
    return DecisionOverlap.Share(
      overlap: either.sum > 0 ? Measured(fraction: both, of: either) : .undefined,
      correlation: spread > 0 ? (both.sum / all.sum - a * b) / spread.squareRoot() : nil)
  }
}
