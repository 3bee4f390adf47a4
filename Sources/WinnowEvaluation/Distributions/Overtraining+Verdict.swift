import Foundation
import WinnowMath

extension Overtraining {
  /// Compares the responses to training and to test events.
  ///
  /// Three tests: Kolmogorov–Smirnov for signal and for background, and one-sided whether the training
  /// AUC exceeds that of the test by more than its error allows. The smallest of the three p-values counts
  /// as p = 1 − (1 − p_min)³ (Šidák), so that equal samples raise an alarm in at most 5 % of cases.
  ///
  /// - none seen: p ≥ 0.05.
  /// - present but harmless: p < 0.05, but the loss AUC_train − AUC_test is below a quarter of the test
  ///   sample's inefficiency 1 − AUC_test, or not above twice its own error.
  /// - harmful: p < 0.05 and a loss beyond both.
  ///
  /// The p-value says whether the samples differ at all: with enough events they always do. The loss says
  /// whether it matters.
  ///
  /// Methods that keep their events (kNN) must give the training response without the event itself;
  /// boosted trees always differ somewhat, which need not cost anything on new events.
  public init(train: ResponseSteps, test: ResponseSteps) {
    let signal = Test(KolmogorovSmirnov(train, test) { $0.signal })
    let background = Test(KolmogorovSmirnov(train, test) { $0.background })
    let trainAUC = train.auc, testAUC = test.auc
    let error = (trainAUC.error * trainAUC.error + testAUC.error * testAUC.error).squareRoot()
    let loss = Measured(trainAUC.value - testAUC.value, error)
    let pValue = Self.combined([signal.pValue, background.pValue, loss.pValueOfExcess])
    self.init(
      signal: signal, background: background, loss: loss,
      verdict: Self.verdict(pValue: pValue, loss: loss, test: testAUC.value))
  }

  /// The p-value of the smallest of independent p-values.
  static func combined(_ pValues: [Double]) -> Double {
    let smallest = pValues.min() ?? 1
    return -expm1(Double(pValues.count) * log1p(-smallest))
  }

  private static func verdict(pValue: Double, loss: Measured, test: Double) -> String {
    let p = pValue < 1e-4 ? "p < 0.0001" : String(format: "p = %.2g", pValue)
    if pValue >= 0.05 {
      return "none seen: training and test responses agree (\(p))"
    }
    let size = String(format: "%+.4f ± %.4f", loss.value, loss.error)
    let matters = loss.value > 0.25 * (1 - test) && loss.value > 2 * loss.error
    return matters
      ? "harmful: the AUC falls by \(size) from training to test events (\(p))"
      : "present but harmless: responses differ (\(p)), the AUC by \(size)"
  }
}

extension Overtraining.Test {
  fileprivate init(_ test: KolmogorovSmirnov) {
    self.init(
      distance: test.distance, pValue: test.pValue, effectiveTrain: test.firstEffective,
      effectiveTest: test.secondEffective)
  }
}

extension Measured {
  /// P(as large or larger | 0 expected), normal; 1 where the error is undefined.
  fileprivate var pValueOfExcess: Double {
    error > 0 ? SpecialFunctions.normalCDF(-value / error) : (value > 0 && error == 0 ? 0 : 1)
  }
}
