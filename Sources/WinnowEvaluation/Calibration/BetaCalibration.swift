import Foundation

/// Beta calibration q(y) = σ(a ln y − b ln(1 − y) + c) of a response in [0, 1], a and b not negative
/// (Kull, Silva Filho and Flach, PMLR 54 (2017) 623). The identity is among its maps (a = b = 1, c = 0),
/// as it is not among Platt's; right where the responses of either class follow beta distributions.
public struct BetaCalibration: GroupedCalibration, Hashable {
  public static var name: String { "beta" }

  public let a: Double
  public let b: Double
  public let c: Double

  public var parameters: [String: Double] { ["a": a, "b": b, "c": c] }

  /// A coefficient that comes out negative is set to 0 and the others fitted again, as in the paper.
  /// - Returns: nil for responses outside [0, 1], and where the response is no better than chance.
  public init?(fittedTo steps: ResponseSteps) { self.init(fittedTo: ResponseGroups(steps)) }

  init?(fittedTo groups: ResponseGroups) {
    guard Logit.of(groups.response) != nil else { return nil }
    let features = [groups.response.map { Self.logarithms($0).0 },
      groups.response.map { Self.logarithms($0).1 },
      [Double](repeating: 1, count: groups.count)]
    guard let fit = Self.fit(groups, features, using: [0, 1, 2]) else { return nil }
    (a, b, c) = (fit[0], fit[1], fit[2])
  }

  public func balanced(at response: Double) -> Double {
    let (up, down) = Self.logarithms(response)
    return 1 / (1 + exp(-(a * up + b * down + c)))
  }

  /// ln y and −ln(1 − y).
  private static func logarithms(_ y: Double) -> (Double, Double) {
    let inside = min(max(y, Logit.margin), 1 - Logit.margin)
    return (log(inside), -log1p(-inside))
  }

  private static func fit(
    _ groups: ResponseGroups, _ features: [[Double]], using kept: [Int]
  ) -> [Double]? {
    guard let fit = LogisticFit(groups, features: kept.map { features[$0] }, isSmoothed: false)
    else { return nil }
    if let negative = kept.indices.first(where: { kept[$0] < 2 && fit.coefficients[$0] < 0 }) {
      let rest = kept.filter { $0 != kept[negative] }
      return rest == [2] ? nil : Self.fit(groups, features, using: rest)
    }
    var all = [0.0, 0, 0]
    for (index, value) in zip(kept, fit.coefficients) { all[index] = value }
    return all
  }
}
