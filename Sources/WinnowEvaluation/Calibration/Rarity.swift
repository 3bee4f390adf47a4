import WinnowMath

/// TMVA's rarity R(y) = ∫_{−∞}^y p(y′|B) dy′: flat between 0 and 1 for background, near 1 for signal,
/// whatever the shape of the response.
///
/// The background distribution is that of one random half of the test events, and the rarity that of the
/// other, both ways. Of ties the middle of the step counts. It is what the response is, drawn on the axis
/// 1 − ε_B: signal above a cut in R reads off the ROC curve. It does not say whether the response is a
/// probability.
public struct Rarity: Sendable, Hashable, Codable {
  /// Not normalised, bins of equal width over [0, 1].
  public var signal: Histogram
  public var background: Histogram

  /// - Returns: nil where the events are too few to be halved.
  /// - Complexity: O(n).
  public init?(_ scored: ScoredEvents, bins: Int = 40) {
    self.init(halves: RandomHalves(of: scored), bins: bins)
  }

  init?(halves: RandomHalves?, bins: Int) {
    guard let halves else { return nil }
    let binning = Binning(edges: (0...bins).map { Double($0) / Double(bins) })
    var signal = [WeightSum](repeating: WeightSum(), count: bins + 2)
    var background = signal
    for (fitted, applied) in [(halves.first, halves.second), (halves.second, halves.first)] {
      var above = 0
      for k in 0..<applied.count {
        while above < fitted.count, fitted.response[above] > applied.response[k] { above += 1 }
        let tie = above < fitted.count && fitted.response[above] == applied.response[k] ? 1 : 0
        let sums = fitted.background.sums
        let rarity = 1 - (sums[above] + sums[above + tie]) / (2 * fitted.background.total.sum)
        // Negative weights may lead a little out of [0, 1].
        let slot = binning.slot(of: min(1, max(0, rarity)))
        signal[slot] += applied.signal.between(k, k + 1)
        background[slot] += applied.background.between(k, k + 1)
      }
    }
    self.signal = binning.histogram(signal)
    self.background = binning.histogram(background)
  }
}
