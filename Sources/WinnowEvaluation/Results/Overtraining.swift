/// Two-sample tests of the response, training against test, and what they amount to.
public struct Overtraining: Sendable, Hashable, Codable {
  public struct Test: Sendable, Hashable, Codable {
    /// Kolmogorov–Smirnov: the largest distance of the two cumulative distributions.
    public var distance: Double
    public var pValue: Double
    /// Effective numbers of events, (Σw)²/Σw².
    public var effectiveTrain: Double
    public var effectiveTest: Double
    /// Of the distance, by permutation of events; nil where not asked for.
    public var permutationPValue: Double?
    public var andersonDarling: Statistic?
    public var energyDistance: Statistic?

    public init(
      distance: Double, pValue: Double, effectiveTrain: Double, effectiveTest: Double,
      andersonDarling: Statistic? = nil, energyDistance: Statistic? = nil
    ) {
      self.distance = distance
      self.pValue = pValue
      self.effectiveTrain = effectiveTrain
      self.effectiveTest = effectiveTest
      self.andersonDarling = andersonDarling
      self.energyDistance = energyDistance
    }
  }

  /// A test statistic with its p-values, as far as there are any.
  public struct Statistic: Sendable, Hashable, Codable {
    public var value: Double
    /// From the distribution for many events.
    public var pValue: Double?
    /// By permutation of events.
    public var permutationPValue: Double?

    public init(value: Double, pValue: Double? = nil, permutationPValue: Double? = nil) {
      self.value = value
      self.pValue = pValue
      self.permutationPValue = permutationPValue
    }
  }

  public var signal: Test
  public var background: Test
  /// AUC on training events minus AUC on test events.
  public var loss: Measured
  /// One line: none seen, present but harmless, or harmful, with the reason.
  public var verdict: String
  /// Signal efficiency on training events minus that on test events, at each working point.
  public var efficiencyLoss: [EfficiencyLoss]?

  public init(
    signal: Test, background: Test, loss: Measured, verdict: String,
    efficiencyLoss: [EfficiencyLoss]? = nil
  ) {
    self.signal = signal
    self.background = background
    self.loss = loss
    self.verdict = verdict
    self.efficiencyLoss = efficiencyLoss
  }
}
