import WinnowMath

extension Deviations {
  /// The content of the interval behind σ_eff.
  public static let effectiveContent = 0.683

  /// σ_eff, half the width of the shortest interval that holds 68.3 % of the weight: the standard
  /// deviation of a Gaussian, and hardly moved by tails.
  ///
  /// With L(p) the shortest width that holds a share p, an event moves σ_eff by
  /// (p − [inside]) L′(p)/2: the density is the same at both ends of the shortest interval, so that a
  /// change of the share inside moves its width alone (Grübel, Ann. Statist. 16 (1988) 619). L′ is the
  /// difference quotient over p ± 0.05, so that no density needs to be estimated.
  /// - Complexity: O(n).
  public var effectiveWidth: InfluencedFigure {
    guard let distribution = WeightedDistribution(values.map { Float($0) }, weights: weights)
    else { return figure(.nan) { _ in .nan } }
    let p = Self.effectiveContent, step = 0.05
    let interval = distribution.shortestInterval(holding: p)
    let wide = distribution.shortestInterval(holding: p + step)
    let narrow = distribution.shortestInterval(holding: p - step)
    let slope = (wide.width - narrow.width) / (2 * step)
    return figure(interval.width / 2) { row in
      (p - (interval.contains(values[row]) ? 1 : 0)) * slope / 2
    }
  }
}

/// A range of values, both ends inside.
struct ValueInterval {
  let lower: Float
  let upper: Float

  var width: Double { Double(upper) - Double(lower) }
  func contains(_ value: Double) -> Bool { lower <= Float(value) && Float(value) <= upper }
}

extension WeightedDistribution {
  /// The shortest interval between two of the values that holds a share of the weight; the leftmost of
  /// equal ones. - Complexity: O(values).
  func shortestInterval(holding share: Double) -> ValueInterval {
    // A share that is a whole number of events must not need one more for rounding.
    let wanted = min(1, share) - 1e-9
    var best = ValueInterval(lower: values[0], upper: values[values.count - 1])
    var last = 0
    for first in values.indices {
      let below = first > 0 ? cumulative[first - 1] : 0
      while last < values.count, cumulative[last] - below < wanted { last += 1 }
      if last == values.count { break }
      let interval = ValueInterval(lower: values[first], upper: values[last])
      if interval.width < best.width { best = interval }
    }
    return best
  }
}
