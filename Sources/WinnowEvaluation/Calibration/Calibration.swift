/// A map from the response to the probability of signal for equal classes, q(y). For any other prior f_S,
/// P = q f_S/(q f_S + (1 − q)(1 − f_S)).
public protocol Calibration: Sendable {
  /// How reports call it.
  static var name: String { get }
  /// Fits to events that the method was not trained on.
  /// - Returns: nil where the map is not defined for these responses.
  init?(fittedTo steps: ResponseSteps)
  /// q(y), in [0, 1].
  func balanced(at response: Double) -> Double
  /// What was fitted, named; empty for maps without parameters.
  var parameters: [String: Double] { get }
}

extension Calibration {
  public var parameters: [String: Double] { [:] }

  /// P(S|y) for a prior fraction f_S of signal. - Precondition: 0 < f_S < 1.
  public func probability(of response: Double, prior: Double) -> Double {
    PriorShift.probability(balanced: balanced(at: response), prior: prior)
  }
}

/// A map that needs no more than groups of responses, which several maps then share.
protocol GroupedCalibration: Calibration {
  /// - Returns: nil where the map is not defined for these responses.
  init?(fittedTo groups: ResponseGroups)
}

/// Probabilities under another prior.
public enum PriorShift {
  /// q f/(q f + (1 − q)(1 − f)), for q of equal classes.
  public static func probability(balanced q: Double, prior f: Double) -> Double {
    precondition(f > 0 && f < 1, "a prior between 0 and 1")
    return q * f / (q * f + (1 - q) * (1 - f))
  }

  /// P′ = P r/(P r + (1 − P) r̄) with r = f′/f and r̄ = (1 − f′)/(1 − f): what a probability for a prior f
  /// becomes for f′, the densities of the classes staying what they are (Saerens, Latinne and
  /// Decaestecker, Neural Comput. 14 (2002) 21, eq. 2.4).
  public static func probability(_ p: Double, from f: Double, to other: Double) -> Double {
    precondition(f > 0 && f < 1 && other > 0 && other < 1, "priors between 0 and 1")
    let signal = p * other / f, background = (1 - p) * (1 - other) / (1 - f)
    return signal / (signal + background)
  }
}

extension SignalProbability: Calibration {
  public static var name: String { "density ratio" }

  public init(fittedTo steps: ResponseSteps) {
    self.init(fittedTo: steps, bins: nil)
  }
}
