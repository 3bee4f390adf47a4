import Foundation

/// Temperature scaling q(y) = σ(logit(y)/T) of a response that is a probability for equal classes already
/// (Guo, Pleiss, Sun and Weinberger, arXiv:1706.04599): T > 1 where it is too sure of itself. It cannot
/// repair a shifted or bent response.
public struct TemperatureCalibration: GroupedCalibration, Hashable {
  public static var name: String { "temperature" }

  public let temperature: Double

  public var parameters: [String: Double] { ["temperature": temperature] }

  /// - Returns: nil for responses outside [0, 1], and where the response is no better than chance.
  public init?(fittedTo steps: ResponseSteps) { self.init(fittedTo: ResponseGroups(steps)) }

  init?(fittedTo groups: ResponseGroups) {
    guard let logits = Logit.of(groups.response),
      let fit = LogisticFit(groups, features: [logits], isSmoothed: false),
      fit.coefficients[0] > 0, (1 / fit.coefficients[0]).isFinite
    else { return nil }
    temperature = 1 / fit.coefficients[0]
  }

  public func balanced(at response: Double) -> Double {
    1 / (1 + exp(-Logit.value(response) / temperature))
  }
}

/// ln(y/(1 − y)), with y kept away from 0 and 1 by the resolution of single precision.
enum Logit {
  static let margin = 0x1p-24

  static func value(_ y: Double) -> Double {
    let inside = min(max(y, margin), 1 - margin)
    return log(inside) - log1p(-inside)
  }

  /// - Returns: nil where a response is no probability.
  static func of(_ responses: [Double]) -> [Double]? {
    responses.allSatisfy { (0...1).contains($0) } ? responses.map(value) : nil
  }
}
