/// The area under the ROC curve at low background, where an analysis cuts.
///
/// A_β = ∫₀^β ε_S dε_B, quoted as the mean signal efficiency A_β/β and, as McClish (Med. Decis. Making 9
/// (1989) 190) has it, on a scale where guessing gives ½ and perfection 1:
/// ½ (1 + (A_β − β²/2)/(β − β²/2)).
///
/// The error is that of the influence function: with c the cut at ε_B = β, V(s) the share of background
/// above c and below s, and G the signal efficiency at a response, a signal event moves A_β by
/// w(V(s) − A_β)/W_S and a background event by w((G(b) − G(c))[b > c] + β G(c) − A_β)/W_B.
public struct PartialAUC: Sendable, Hashable, Codable {
  /// β.
  public var background: Double
  /// A_β/β.
  public var meanEfficiency: Measured
  public var standardized: Measured

  /// - Precondition: 0 < β ≤ 1.
  /// - Complexity: O(steps).
  public init(_ steps: ResponseSteps, upTo background: Double = 0.1) {
    precondition(background > 0 && background <= 1, "a background efficiency above 0, at most 1")
    let area = PartialArea(steps, background).measured
    let least = background * background / 2
    self.background = background
    meanEfficiency = 1 / background * area
    standardized = Measured(
      (1 + (area.value - least) / (background - least)) / 2,
      area.error / (background - least) / 2)
  }
}

/// Sums over the steps up to a background efficiency.
private struct PartialArea {
  private let steps: ResponseSteps
  private let limit: Double

  init(_ steps: ResponseSteps, _ limit: Double) {
    self.steps = steps
    self.limit = limit
  }

  private func efficiency(_ k: Int) -> Double { steps.signal.sums[k] / steps.signal.total.sum }

  /// The background efficiency, not beyond the limit.
  private func rejected(_ k: Int) -> Double {
    min(limit, steps.background.sums[k] / steps.background.total.sum)
  }

  /// Signal efficiency at the limit, on the line between steps.
  private var atLimit: Double {
    if limit == 1 { return 1 }
    let k = max(1, steps.partition { steps.background.sums[$0] > limit * steps.background.total.sum })
    let low = steps.background.sums[k - 1], high = steps.background.sums[min(k, steps.count)]
    let fraction = high > low ? (limit * steps.background.total.sum - low) / (high - low) : 0
    return efficiency(k - 1) + fraction * (efficiency(min(k, steps.count)) - efficiency(k - 1))
  }

  var measured: Measured {
    let edge = atLimit
    var area = 0.0
    for k in 0..<steps.count { area += trapezoid(k, edge) }
    var fromSignal = 0.0, fromBackground = 0.0
    for k in 0..<steps.count {
      let middle = (rejected(k) + rejected(k + 1)) / 2
      let up = limit - middle - area
      fromSignal += steps.signal.between(k, k + 1).squares * up * up
      let isAbove = steps.background.sums[k + 1] <= limit * steps.background.total.sum
      let gain = isAbove ? (efficiency(k) + efficiency(k + 1)) / 2 - edge : 0
      let down = gain + limit * edge - area
      fromBackground += steps.background.between(k, k + 1).squares * down * down
    }
    let signal = steps.signal.total, background = steps.background.total
    let variance =
      fromSignal * signal.sampleCorrection / (signal.sum * signal.sum)
      + fromBackground * background.sampleCorrection / (background.sum * background.sum)
    return Measured(area, variance.squareRoot())
  }

  /// The area under one line of the ROC curve, ended at the limit.
  private func trapezoid(_ k: Int, _ edge: Double) -> Double {
    let low = rejected(k), high = rejected(k + 1)
    let isCut = steps.background.sums[k + 1] > limit * steps.background.total.sum
    let upper = isCut ? edge : efficiency(k + 1)
    return (high - low) * (efficiency(k) + upper) / 2
  }
}
