extension ResponseSteps {
  /// The area under the ROC curve: the probability that a signal event has a larger response than a
  /// background event, ties counting half.
  ///
  /// A = Σ_S Σ_B w_S w_B ([s > b] + ½ [s = b]) / (Σ_S w_S Σ_B w_B)
  ///
  /// The error is that of the influence function. With V(s) the weighted share of background below s and
  /// V(b) that of signal above b, ties counting half,
  /// var(A) = c_S Σ_S w² (V(s) − A)² / (Σ_S w)² + c_B Σ_B w² (V(b) − A)² / (Σ_B w)²
  /// with c = n_eff/(n_eff − 1). For equal weights this is the estimate of DeLong, DeLong and
  /// Clarke-Pearson, Biometrics 44 (1988) 837; weights of either sign enter as random as the events.
  /// The error is undefined where a class has n_eff ≤ 1.
  /// - Complexity: O(steps).
  public var auc: Measured {
    let signalTotal = signal.total, backgroundTotal = background.total
    var area = 0.0
    for k in 0..<count { area += signal.between(k, k + 1).sum * signalPlacement(k) }
    area /= signalTotal.sum
    var fromSignal = 0.0, fromBackground = 0.0
    for k in 0..<count {
      let up = signalPlacement(k) - area, down = backgroundPlacement(k) - area
      fromSignal += signal.between(k, k + 1).squares * up * up
      fromBackground += background.between(k, k + 1).squares * down * down
    }
    let variance =
      fromSignal / (signalTotal.sum * signalTotal.sum) * signalTotal.sampleCorrection
      + fromBackground / (backgroundTotal.sum * backgroundTotal.sum)
      * backgroundTotal.sampleCorrection
    return Measured(area, variance.squareRoot())
  }

  /// The share of background below step k, ties half.
  func signalPlacement(_ k: Int) -> Double {
    1 - (background.sums[k] + background.sums[k + 1]) / (2 * background.total.sum)
  }

  /// The share of signal above step k, ties half.
  func backgroundPlacement(_ k: Int) -> Double {
    (signal.sums[k] + signal.sums[k + 1]) / (2 * signal.total.sum)
  }
}
