/// The signal efficiency where a given fraction of the background passes, and the cut that does it.
public struct WorkingPoint: Sendable, Hashable {
  public let background: Double
  public let signal: Measured
  public let cut: Double
}

extension ResponseSteps {
  /// The signal efficiency at background efficiency β.
  ///
  /// The ROC curve joins the steps by straight lines. Where it is vertical at β, or where negative
  /// weights make it cross β more than once, the mean of the first and the last crossing counts.
  ///
  /// Two things make the error: the number of signal events that pass a given cut, and the cut itself,
  /// which is a quantile of a finite background sample:
  /// σ² = var(ε_S) + R² var(ε_B),  R = dε_S/dε_B,
  /// with the variances of weighted fractions and the slope R of the ROC curve over β ± σ(ε_B). (The
  /// influence function of ε_S(t̂_β); Hsieh and Turnbull, Ann. Stat. 24 (1996) 25, theorem 2.2.)
  /// - Precondition: 0 < β < 1.
  /// - Complexity: O(steps).
  public func workingPoint(atBackground target: Double) -> WorkingPoint {
    precondition(target > 0 && target < 1, "a background efficiency between 0 and 1")
    let crossings = crossings(ofBackground: target)
    let efficiency = Measured(
      fraction: mean(of: signal, at: crossings), of: signal.total)
    let quantile = Measured(
      fraction: mean(of: background, at: crossings), of: background.total)
    let slope = slope(around: target, spread: quantile.error)
    let error = (efficiency.error * efficiency.error
      + slope * slope * quantile.error * quantile.error).squareRoot()
    return WorkingPoint(
      background: target, signal: Measured(efficiency.value, error),
      cut: (cut(at: crossings.first) + cut(at: crossings.last)) / 2)
  }

  /// Places on the ROC curve (steps passing, with a fraction) where the background efficiency first
  /// reaches and last leaves a value.
  private func crossings(ofBackground target: Double) -> (first: Double, last: Double) {
    let wanted = target * background.total.sum
    let sums = background.sums
    let up = background.firstReaching(wanted)
    let down = background.lastWithin(wanted)
    return (
      up == 0 ? 0 : Double(up - 1) + (wanted - sums[up - 1]) / (sums[up] - sums[up - 1]),
      down == count
        ? Double(count) : Double(down) + (wanted - sums[down]) / (sums[down + 1] - sums[down])
    )
  }

  private func mean(
    of weights: CumulativeWeights, at places: (first: Double, last: Double)
  ) -> WeightSum {
    let low = weights.above(place: places.first), high = weights.above(place: places.last)
    return WeightSum(sum: (low.sum + high.sum) / 2, squares: (low.squares + high.squares) / 2)
  }

  private func slope(around target: Double, spread: Double) -> Double {
    let low = max(0, target - spread), high = min(1, target + spread)
    let signals = [low, high].map { mean(of: signal, at: crossings(ofBackground: $0)).sum }
    return (signals[1] - signals[0]) / signal.total.sum / (high - low)
  }

  private func cut(at place: Double) -> Double {
    let k = min(Int(place), count)
    let fraction = place - Double(k)
    let upper = cut(passing: k)
    return fraction == 0 ? upper : upper + fraction * (cut(passing: k + 1) - upper)
  }
}
