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
  /// - present but harmless: p < 0.05, but the loss AUC_train − AUC_test is below a fifth of the share of
  ///   wrongly ordered pairs, 1 − AUC_test, or not above twice its own error.
  /// - harmful: p < 0.05 and a loss beyond both: training events hide more than a fifth of the mistakes.
  ///
  /// The p-value says whether the samples differ at all: with enough events they always do. The loss says
  /// whether it matters. It is no proof that a simpler method would do better on new events, for which
  /// the figures of the test sample hold in any case: boosted trees and large networks always know their
  /// training events better. Methods that keep their events (kNN) must give the training response without
  /// the event itself, or the comparison means nothing.
  ///
  /// Beside them, and without a say in the verdict: Anderson–Darling, the energy distance, and the loss
  /// of signal efficiency at each working point.
  public init(train: ResponseSteps, test: ResponseSteps) {
    let signal = Test(train, test) { $0.signal }
    let background = Test(train, test) { $0.background }
    let trainAUC = train.auc, testAUC = test.auc
    let loss = trainAUC - testAUC
    let pValue = Self.combined([signal.pValue, background.pValue, loss.pValueOfExcess])
    self.init(
      signal: signal, background: background, loss: loss,
      verdict: Self.verdict(pValue: pValue, loss: loss, test: testAUC.value),
      efficiencyLoss: MethodFigures.workingBackgrounds.map {
        EfficiencyLoss(train: train, test: test, background: $0)
      })
  }

  /// The same, with p-values from permutations of events.
  /// - Parameter permutations: their number; none for 0.
  public init(train: ScoredEvents, test: ScoredEvents, permutations: Int) {
    self.init(train: train.steps, test: test.steps)
    guard permutations > 0 else { return }
    signal.add(PermutationTest(train, test, isSignal: true, permutations: permutations))
    background.add(PermutationTest(train, test, isSignal: false, permutations: permutations))
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
    let matters = loss.value > (1 - test) / 5 && loss.value > 2 * loss.error
    return matters
      ? "harmful: the AUC on training events is larger by \(size) (\(p)); simplify or regularise"
      : "present but harmless: responses differ (\(p)), the AUC by \(size)"
  }
}

extension Overtraining.Test {
  fileprivate init(
    _ train: ResponseSteps, _ test: ResponseSteps,
    _ weights: (ResponseSteps) -> CumulativeWeights
  ) {
    let kolmogorov = KolmogorovSmirnov(train, test, weights)
    let anderson = AndersonDarling(train, test, weights)
    self.init(
      distance: kolmogorov.distance, pValue: kolmogorov.pValue,
      effectiveTrain: kolmogorov.firstEffective, effectiveTest: kolmogorov.secondEffective,
      andersonDarling: .init(value: anderson.statistic, pValue: anderson.pValue),
      energyDistance: .init(value: EnergyDistance(train, test, weights).value))
  }

  fileprivate mutating func add(_ permuted: PermutationTest?) {
    permutationPValue = permuted?.kolmogorovSmirnov
    andersonDarling?.permutationPValue = permuted?.andersonDarling
    energyDistance?.permutationPValue = permuted?.energyDistance
  }
}

extension Measured {
  /// P(as large or larger | 0 expected), normal; 1 where the error is undefined.
  var pValueOfExcess: Double {
    error > 0 ? SpecialFunctions.normalCDF(-value / error) : (value > 0 && error == 0 ? 0 : 1)
  }
}
