import Foundation
import WinnowMath

/// q(y) by a cubic spline through its values in bins of equal statistical weight.
///
/// Bins are fewer than those of the straight lines of `SignalProbability`, 4 n^(1/5) within 4 … 50 with n
/// the smaller n_eff of the classes, since a cubic follows a curve with fewer points. The spline is that of
/// Steffen (Astron. Astrophys. 239 (1990) 443): it rises and falls where its points do, so that it stays in
/// [0, 1]. Beyond the first and last bin it is constant. Its error is that of the values it joins, each moved
/// by its own; what few bins smooth away is not in it.
public struct SplineDensityRatio: Calibration, Hashable {
  public static var name: String { "density ratio (splines)" }

  public let curve: SignalProbability
  /// Bins whose values the spline joins.
  public let knots: Int

  public var parameters: [String: Double] { ["knots": Double(knots)] }

  /// Pieces of a straight line that stand for the spline between two knots.
  private static let pieces = 8

  /// - Returns: nil for fewer than three bins.
  /// - Complexity: O(steps).
  public init?(fittedTo steps: ResponseSteps) {
    let n = min(steps.signal.total.effective, steps.background.total.effective)
    let bins = SignalProbability(fittedTo: steps, bins: min(50, max(4, Int(4 * pow(n, 0.2)))))
    knots = bins.response.count
    let x = Self.between(bins.response)
    guard let balanced = MonotoneSpline.values(at: x, through: bins.response, bins.balanced),
      let error = Self.errors(at: x, bins)
    else { return nil }
    curve = SignalProbability(
      response: x + bins.response.suffix(1),
      balanced: balanced.map { min(1, max(0, $0)) } + bins.balanced.suffix(1),
      error: error + bins.error.suffix(1))
  }

  /// σ² = Σ_j ((S_j⁺ − S_j⁻)/2)², the spline S with its knot j one standard deviation up and down.
  private static func errors(at x: [Double], _ bins: SignalProbability) -> [Double]? {
    var variances = [Double](repeating: 0, count: x.count)
    for knot in bins.response.indices {
      let moved = [1.0, -1].compactMap { sign in
        var values = bins.balanced
        values[knot] += sign * bins.error[knot]
        return MonotoneSpline.values(at: x, through: bins.response, values)
      }
      guard moved.count == 2 else { return nil }
      for k in x.indices {
        let change = (moved[0][k] - moved[1][k]) / 2
        variances[k] += change * change
      }
    }
    return variances.map { $0.squareRoot() }
  }

  /// The knots but the last, and places between them, each once.
  private static func between(_ knots: [Double]) -> [Double] {
    var places: [Double] = []
    for (low, high) in zip(knots, knots.dropFirst()) {
      for piece in 0..<pieces {
        let place = low + Double(piece) / Double(pieces) * (high - low)
        if place > places.last ?? -.infinity, place < high { places.append(place) }
      }
    }
    return places
  }

  public func balanced(at response: Double) -> Double { curve.balanced(at: response) }
}
