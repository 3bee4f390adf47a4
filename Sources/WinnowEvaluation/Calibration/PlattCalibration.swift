import Foundation

/// Platt's calibration q(y) = σ(slope · y + offset), by weighted logistic regression on the response
/// (Platt, “Probabilistic outputs for support vector machines”, 1999). Right where the densities of the
/// classes have a log-ratio linear in the response, such as Gaussians of one width.
public struct PlattCalibration: GroupedCalibration, Hashable {
  public static var name: String { "Platt" }

  public let slope: Double
  public let offset: Double

  public var parameters: [String: Double] { ["slope": slope, "offset": offset] }

  public init?(fittedTo steps: ResponseSteps) { self.init(fittedTo: ResponseGroups(steps)) }

  init?(fittedTo groups: ResponseGroups) {
    // Centred on the middle and in units of the range, or the equations are ill-conditioned.
    let first = groups.response[0], last = groups.response[groups.count - 1]
    let middle = (first + last) / 2, width = last > first ? (last - first) / 2 : 1
    let scaled = groups.response.map { ($0 - middle) / width }
    let ones = [Double](repeating: 1, count: groups.count)
    if first == last {
      (slope, offset) = (0, 0)
      return
    }
    guard let fit = LogisticFit(groups, features: [scaled, ones]) else { return nil }
    slope = fit.coefficients[0] / width
    offset = fit.coefficients[1] - slope * middle
  }

  public func balanced(at response: Double) -> Double {
    1 / (1 + exp(-(slope * response + offset)))
  }
}
