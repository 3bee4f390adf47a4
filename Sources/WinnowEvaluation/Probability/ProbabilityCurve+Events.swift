import WinnowMath

extension ProbabilityCurve {
  /// The signal probability on test events, and its reliability.
  ///
  /// The curve is fitted to all test events. For the reliability and the distributions the events are
  /// divided into random thirds, and each event gets its probability from the next third; in each of ten
  /// bins of that probability the observed signal fraction (signal weighted to f_S, background to 1 − f_S)
  /// stands beside the predicted mean. Of two halves each would judge the fit to the other, and where a
  /// fluctuation moves events of one into a bin, that of the other would count with them: the observed
  /// fractions would vary more than their errors say. Around three parts it does not.
  ///
  /// Bins without a positive sum of weights are left out; where the events are too few to be divided there
  /// is no reliability, and the distributions use the curve fitted to all.
  /// - Complexity: O(n).
  public init(_ scored: ScoredEvents, options: EvaluationOptions) {
    let prior = options.signalFraction
    let fit = SignalProbability(fittedTo: scored.steps)
    let curve = fit.response.map { fit.probability(of: $0, prior: prior) }
    var tally = ProbabilityTally(prior: prior, bins: options.bins)
    let thirds = scored.randomParts(3, RandomPart.third) ?? []
    for (index, part) in thirds.enumerated() {
      tally.add(part, by: SignalProbability(fittedTo: thirds[(index + 1) % 3]))
    }
    let reliability = tally.reliability
    if tally.isEmpty { tally.add(scored.steps, by: fit) }
    self.init(
      prior: prior, response: fit.response, probability: curve.map(\.value),
      error: curve.map(\.error), predicted: reliability.map(\.predicted),
      observed: reliability.map(\.observed), signal: tally.histogram(\.signal),
      background: tally.histogram(\.background))
  }
}

/// Sums over events by their predicted probability.
private struct ProbabilityTally {
  struct Sums {
    var shares = ClassShares()
    /// Σ w P over both classes, weighted to the prior.
    var predicted = 0.0
  }

  private static let reliabilityBins = 10

  let prior: Double
  private let fine: Binning
  private let coarse: Binning
  /// By slot of the drawn distributions, plain weights.
  private var drawn: [ClassShares]
  /// By slot of the reliability, weighted to the prior.
  private var checked: [Sums]
  private(set) var isEmpty = true

  init(prior: Double, bins: Int) {
    self.prior = prior
    fine = Binning(edges: Self.unitEdges(bins))
    coarse = Binning(edges: Self.unitEdges(Self.reliabilityBins))
    drawn = Array(repeating: ClassShares(), count: bins + 2)
    checked = Array(repeating: Sums(), count: Self.reliabilityBins + 2)
  }

  private static func unitEdges(_ bins: Int) -> [Double] {
    (0...bins).map { Double($0) / Double(bins) }
  }

  /// Adds events with the probabilities that a curve gives them.
  mutating func add(_ steps: ResponseSteps, by curve: SignalProbability) {
    isEmpty = false
    let signalScale = prior / steps.signal.total.sum
    let backgroundScale = (1 - prior) / steps.background.total.sum
    var probability = FallingProbability(curve)
    for k in 0..<steps.count {
      let q = probability.balanced(at: Double(steps.response[k]))
      let p = PriorShift.probability(balanced: q, prior: prior)
      let signal = steps.signal.between(k, k + 1)
      let background = steps.background.between(k, k + 1)
      let slot = fine.slot(of: p)
      drawn[slot] += ClassShares(signal: signal, background: background)
      let scaled = ClassShares(
        signal: signalScale * signal, background: backgroundScale * background)
      let bin = coarse.slot(of: p)
      checked[bin].shares += scaled
      checked[bin].predicted += p * scaled.total
    }
  }

  /// Predicted mean and observed fraction, rising in the prediction.
  var reliability: [(predicted: Double, observed: Measured)] {
    let totals = checked.reduce(into: ClassShares()) { $0 += $1.shares }
    return checked.filter { $0.shares.total > 0 }.map {
      ($0.predicted / $0.shares.total, $0.shares.observed(in: totals))
    }
  }

  func histogram(_ weights: (ClassShares) -> WeightSum) -> Histogram {
    fine.histogram(drawn.map(weights))
  }
}
