import Foundation
import WinnowMath

/// Deviations of training events against those of test events.
///
/// Two tests: Kolmogorov–Smirnov between the distributions of the deviation, and one-sided whether the RMS
/// on test events exceeds that on training events by more than its error allows. The smaller p-value counts
/// as 1 − (1 − p)² (Šidák).
///
/// - none seen: p ≥ 0.05.
/// - present but harmless: p < 0.05, but the RMS rises by less than a fifth from training to test events,
///   or by no more than twice its error.
/// - harmful: p < 0.05 and a rise beyond both.
public struct DeviationOvertraining: Sendable, Hashable, Codable {
  public var biasTrain: Measured
  public var rmsTrain: Measured
  public var sigmaEffTrain: Measured
  /// RMS on test events minus RMS on training events.
  public var loss: Measured
  /// D of the Kolmogorov–Smirnov test.
  public var distance: Double
  public var pValue: Double
  public var verdict: String

  public init(test: Deviations, train: Deviations) {
    let rms = test.rms.measured
    biasTrain = train.bias.measured
    rmsTrain = train.rms.measured
    sigmaEffTrain = train.effectiveWidth.measured
    loss = rms - rmsTrain
    let comparison = KolmogorovSmirnov(ResponseSteps(test), ResponseSteps(train)) { $0.signal }
    distance = comparison.distance
    pValue = comparison.pValue
    verdict = Self.verdict(
      pValue: Overtraining.combined([pValue, loss.pValueOfExcess]), loss: loss, rms: rms.value)
  }

  private static func verdict(pValue: Double, loss: Measured, rms: Double) -> String {
    let p = pValue < 1e-4 ? "p < 0.0001" : String(format: "p = %.2g", pValue)
    if !(pValue < 0.05) { return "none seen: deviations of training and test events agree (\(p))" }
    let size = String(
      format: "RMS %+.1f ± %.1f %% from training to test", 100 * loss.value / rms,
      100 * loss.error / rms)
    return loss.value > rms / 5 && loss.value > 2 * loss.error
      ? "harmful: \(size) (\(p))" : "present but harmless: \(size) (\(p))"
  }
}

extension ResponseSteps {
  /// The distribution of the deviations, as that of one class.
  fileprivate init(_ deviations: Deviations) {
    self.init(
      RankedEvents(
        EventColumns(
          response: deviations.values.map { Float($0) }, weights: deviations.weights,
          isSignal: [Bool](repeating: true, count: deviations.values.count))))
  }
}
