import Foundation

/// A distribution known by some of its quantiles: the cumulative function is a straight line between them
/// and approaches 0 and 1 as exponentials beyond, whose density joins that of the outermost stretch.
///
/// Its parameters are the quantiles themselves, rising; it is predicted, never fitted.
public struct QuantileDensity: DensityFamily {
  /// Rising, two to eight, each between 0 and 1.
  public let levels: [Double]

  /// - Precondition: two to eight rising levels between 0 and 1.
  public init(levels: [Double]) {
    precondition(2...8 ~= levels.count && zip(levels, levels.dropFirst()).allSatisfy { $0 < $1 })
    precondition(levels.allSatisfy { $0 > 0 && $0 < 1 }, "levels between 0 and 1")
    self.levels = levels
  }

  public static let name = "quantiles"
  public var name: String { Self.name }
  public var summary: String { "quantiles themselves, joined by straight lines" }
  public var parameters: [DensityParameter] {
    levels.map { DensityParameter(Self.name(of: $0), Self.name(of: $0)) }
  }

  /// “q16” for 0.16, “q2.5” for 0.025.
  public static func name(of level: Double) -> String {
    let percent = (level * 1e6).rounded() / 1e4
    return percent == percent.rounded() ? "q\(Int(percent))" : "q\(percent)"
  }

  /// The level that a name tells; nil for another name.
  static func level(named name: String) -> Double? {
    guard name.hasPrefix("q"), let percent = Double(name.dropFirst()), percent > 0, percent < 100
    else { return nil }
    return percent / 100
  }

  /// The stretch between two quantiles that a share or a value lies in or beside.
  private struct Stretch {
    let low, high, from, to: Double
    /// dP/dy; quantiles that coincide are taken as a little apart.
    var density: Double { (high - low) / max(to - from, .leastNormalMagnitude.squareRoot()) }
  }

  private func stretch(_ theta: ParameterValues, _ isBelow: (Int) -> Bool) -> Stretch {
    let first = (1..<levels.count - 1).last(where: isBelow) ?? 0
    return Stretch(low: levels[first], high: levels[first + 1], from: theta[first], to: theta[first + 1])
  }

  public func terms(
    of y: Double, at theta: ParameterValues, _ curvature: Curvature
  ) -> DensityTerms {
    let part = stretch(theta) { theta[$0] <= y }, last = levels.count - 1
    var terms = DensityTerms()
    terms.value = -log(part.density)
    if y < theta[0] { terms.value += (theta[0] - y) * part.density / levels[0] }
    if y > theta[last] { terms.value += (y - theta[last]) * part.density / (1 - levels[last]) }
    return terms
  }

  public func cdf(_ y: Double, at theta: ParameterValues) -> Double {
    let part = stretch(theta) { theta[$0] <= y }, last = levels.count - 1
    if y < theta[0] { return levels[0] * exp((y - theta[0]) * part.density / levels[0]) }
    if y > theta[last] {
      return 1 - (1 - levels[last]) * exp((theta[last] - y) * part.density / (1 - levels[last]))
    }
    return min(part.high, part.low + (y - part.from) * part.density)
  }

  public func quantile(_ p: Double, at theta: ParameterValues) -> Double {
    let part = stretch(theta) { levels[$0] <= p }, last = levels.count - 1
    if p < levels[0] { return theta[0] + log(p / levels[0]) * levels[0] / part.density }
    if p > levels[last] {
      let rest = 1 - levels[last]
      return theta[last] - log((1 - p) / rest) * rest / part.density
    }
    return part.from + (p - part.low) / part.density
  }

  /// By parts: the middle of each stretch, and beyond the outer ones an exponential.
  public func mean(at theta: ParameterValues) -> Double {
    let last = levels.count - 1
    var sum = 0.0
    for k in 0..<last { sum += (levels[k + 1] - levels[k]) * (theta[k] + theta[k + 1]) / 2 }
    let low = stretch(theta) { _ in false }, high = stretch(theta) { _ in true }
    let rest = 1 - levels[last]
    return sum + levels[0] * (theta[0] - levels[0] / low.density)
      + rest * (theta[last] + rest / high.density)
  }

  /// The middle of the narrowest stretch for its share.
  public func mode(at theta: ParameterValues) -> Double {
    var best = Stretch(low: 0, high: 0, from: theta[0], to: theta[1])
    for k in 1..<levels.count {
      let next = Stretch(low: levels[k - 1], high: levels[k], from: theta[k - 1], to: theta[k])
      if next.density > best.density { best = next }
    }
    return (best.from + best.to) / 2
  }

  public func start(
    low: Double, median: Double, high: Double
  ) -> (unit: DensityScale, theta: ParameterValues) {
    (DensityScale(), ParameterValues(repeating: median))
  }
}
