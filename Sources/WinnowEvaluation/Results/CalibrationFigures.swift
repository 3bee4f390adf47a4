/// How well a map from response to probability holds on events it was not fitted to.
public struct CalibrationFigures: Sendable, Hashable, Codable {
  /// The map: density ratio (in bins, by kernels or splines), Platt, isotonic, beta, temperature; or none,
  /// for a response that is a probability as it is.
  public var name: String
  /// The prior fraction of signal, f_S.
  public var prior: Double
  /// Of the map fitted to all events.
  public var parameters: [String: Double]
  /// The mean squared distance of probability and truth, Σ w (P − t)²; 0 is perfect.
  public var brier: Measured
  /// Its parts in bins of P: reliability (0 for a calibrated P) − resolution (large for a good method) +
  /// uncertainty f_S(1 − f_S), which no method changes.
  public var reliability: Double
  public var resolution: Double
  public var uncertainty: Double
  /// −Σ w ln P(truth), in nats.
  public var logLoss: Measured
  /// Σ share · |predicted − observed| over bins of P.
  public var expectedError: Measured

  public init(
    name: String, prior: Double, parameters: [String: Double], brier: Measured,
    parts: (reliability: Double, resolution: Double, uncertainty: Double), logLoss: Measured,
    expectedError: Measured
  ) {
    self.name = name
    self.prior = prior
    self.parameters = parameters
    self.brier = brier
    reliability = parts.reliability
    resolution = parts.resolution
    uncertainty = parts.uncertainty
    self.logLoss = logLoss
    self.expectedError = expectedError
  }
}
