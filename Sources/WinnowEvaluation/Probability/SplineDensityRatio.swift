import Foundation
import WinnowMath

/// q(y) by a cubic spline through its values in bins of equal statistical weight.
///
/// Bins are fewer than those of the straight lines of `SignalProbability`, 4 n^(1/5) within 4 … 50 with n
/// the smaller n_eff of the classes, since a cubic follows a curve with fewer points. The spline is that of
/// Steffen (Astron. Astrophys. 239 (1990) 443): it rises and falls where its points do, so that it stays in
/// [0, 1]. Beyond the first and last bin it is constant.
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
      let error = MonotoneSpline.values(at: x, through: bins.response, bins.error)
    else { return nil }
    curve = SignalProbability(
      response: x + bins.response.suffix(1),
      balanced: balanced.map { min(1, max(0, $0)) } + bins.balanced.suffix(1),
      error: error.map { max(0, $0) } + bins.error.suffix(1))
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
