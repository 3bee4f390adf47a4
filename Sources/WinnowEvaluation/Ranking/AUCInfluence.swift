/// The AUC with the influence of each event on it: what paired comparisons are made of.
///
/// An event of the signal moves the AUC by ψ = √c w (V − A)/Σ_S w, with V and c as for the error of the
/// AUC; likewise for background. var(A) = Σψ², and cov(A₁, A₂) = Σψ₁ψ₂ for two methods on the same
/// events (DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988) 837, with weights).
public struct AUCInfluence: Sendable {
  public let auc: Measured
  /// ψ, one per event in the order of the events.
  public let values: [Double]
  let events: EventColumns

  /// - Complexity: O(n).
  public init(_ scored: ScoredEvents) {
    let steps = scored.steps, events = scored.events
    let auc = steps.auc
    let signalScale = Self.scale(steps.signal.total)
    let backgroundScale = Self.scale(steps.background.total)
    var values = [Double](repeating: 0, count: scored.count)
    var step = -1
    for index in scored.order.indices.reversed() {
      let row = Int(scored.order[index])
      let weight = events.weights[row]
      if weight == 0 { continue }
      if step < 0 || events.response[row] != steps.response[step] { step += 1 }
      values[row] =
        events.isSignal[row]
        ? signalScale * weight * (steps.signalPlacement(step) - auc.value)
        : backgroundScale * weight * (steps.backgroundPlacement(step) - auc.value)
    }
    self.auc = auc
    self.values = values
    self.events = events
  }

  private static func scale(_ total: WeightSum) -> Double {
    total.sampleCorrection.squareRoot() / total.sum
  }
}
