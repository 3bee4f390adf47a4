import WinnowMath

/// What is known of the best possible classifier of a toy; of a regression, in words.
public struct ToyTruth: Sendable {
  /// A few sentences for the manual and the report.
  public let text: String
  /// The area under the ROC curve of the likelihood ratio; nil where it is not known.
  public let auc: Double?
  /// Signal efficiency of the likelihood ratio at a background efficiency; nil where not known.
  public let signalEfficiency: (@Sendable (_ background: Double) -> Double)?
  /// ln p(x|signal)/p(x|background) of one event's inputs; nil where not known.
  public let logLikelihoodRatio: (@Sendable ([Float]) -> Double)?

  public init(
    text: String, auc: Double? = nil,
    signalEfficiency: (@Sendable (Double) -> Double)? = nil,
    logLikelihoodRatio: (@Sendable ([Float]) -> Double)? = nil
  ) {
    self.text = text
    self.auc = auc
    self.signalEfficiency = signalEfficiency
    self.logLikelihoodRatio = logLikelihoodRatio
  }

  /// Two Gaussians of one covariance C whose means lie Δ = √(δᵀ C⁻¹ δ) apart: the area is Φ(Δ/√2), and
  /// at background efficiency β the signal efficiency Φ(Δ + Φ⁻¹(β)).
  static func gaussians(
    distance: Double, text: String, logLikelihoodRatio: @escaping @Sendable ([Float]) -> Double
  ) -> ToyTruth {
    ToyTruth(
      text: text, auc: SpecialFunctions.normalCDF(distance / 2.squareRoot()),
      signalEfficiency: { background in
        SpecialFunctions.normalCDF(distance + SpecialFunctions.normalQuantile(background))
      },
      logLikelihoodRatio: logLikelihoodRatio)
  }
}
