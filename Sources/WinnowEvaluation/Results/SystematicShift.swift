/// What a systematic variation of the test events does to a method that was trained without it.
public struct SystematicShift: Sendable, Hashable, Codable {
  /// Efficiencies under the variation at the cut of the nominal events.
  public struct Point: Sendable, Hashable, Codable {
    /// Nominal background efficiency; `cut` belongs to it.
    public var background: Double
    public var cut: Double
    public var signalEfficiency: Measured
    public var backgroundEfficiency: Measured
  }

  public var variation: String
  public var auc: Measured
  /// AUC under the variation minus the nominal one.
  public var change: Measured
  /// Whether nominal and varied events are the same ones, so that the error of the change knows it.
  public var isPaired: Bool
  public var points: [Point]
}

extension SystematicShift {
  /// - Parameters:
  ///   - nominal, varied: the responses of one method to both.
  ///   - isPaired: whether row by row they are the same events, with other inputs or weights. The error
  ///     of the change is then √Σ(ψ_varied − ψ_nominal)², ψ the influence of an event on either AUC;
  ///     otherwise both errors add in quadrature.
  /// - Precondition: as many events in both where they are paired.
  /// - Complexity: O(n).
  public init(
    _ variation: String, nominal: ScoredEvents, varied: ScoredEvents, isPaired: Bool,
    backgrounds: [Double] = MethodFigures.workingBackgrounds
  ) {
    let before = AUCInfluence(nominal), after = AUCInfluence(varied)
    self.variation = variation
    self.isPaired = isPaired
    auc = after.auc
    let variance = isPaired
      ? zip(before.values, after.values).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
      : before.auc.error * before.auc.error + after.auc.error * after.auc.error
    change = Measured(after.auc.value - before.auc.value, variance.squareRoot())
    points = backgrounds.map { background in
      let cut = nominal.steps.workingPoint(atBackground: background).cut
      let passing = varied.steps.passing(cut: cut)
      func efficiency(_ weights: CumulativeWeights) -> Measured {
        Measured(fraction: weights.above(passing), of: weights.total)
      }
      return Point(
        background: background, cut: cut, signalEfficiency: efficiency(varied.steps.signal),
        backgroundEfficiency: efficiency(varied.steps.background))
    }
  }
}
