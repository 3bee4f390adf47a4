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
    let steps = scored.steps, ranked = scored.ranked
    let auc = steps.auc
    let signalScale = Self.scale(steps.signal.total)
    let backgroundScale = Self.scale(steps.background.total)
    var values = [Double](repeating: 0, count: scored.count)
    var step = -1
    for k in ranked.rows.indices.reversed() {
      let weight = ranked.weights[k]
      if weight == 0 { continue }
      if step < 0 || ranked.response[k] != steps.response[step] { step += 1 }
      // Of both classes, since no processor foretells which way a branch on the class would go.
      let up = signalScale * weight * (steps.signalPlacement(step) - auc.value)
      let down = backgroundScale * weight * (steps.backgroundPlacement(step) - auc.value)
      let ofSignal = ranked.isSignal[k] ? 1.0 : 0
      values[Int(ranked.rows[k])] = ofSignal * up + (1 - ofSignal) * down
    }
    self.auc = auc
    self.values = values
    events = scored.events
  }

  /// The AUC as a figure of the events.
  var area: InfluencedFigure { InfluencedFigure(auc.value, influences: values) }

  private static func scale(_ total: WeightSum) -> Double {
    total.sampleCorrection.squareRoot() / total.sum
  }
}
