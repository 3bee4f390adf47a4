/// What a cut on the response does to the distribution of a spectator, such as a mass.
public struct Sculpting: Sendable, Hashable, Codable {
  /// The effect of one cut.
  public struct Cut: Sendable, Hashable, Codable {
    /// The working point: background efficiency over the whole spectator, and the cut.
    public var background: Double
    public var cut: Double
    /// Efficiency of either class per bin of the spectator; null where a bin has none of the class.
    public var signalEfficiency: [Measured]
    public var backgroundEfficiency: [Measured]
    /// Jensen–Shannon divergence of passed and failed background, in bits: 0 the same, 1 apart.
    public var divergence: Measured
    /// What fluctuations alone would give.
    public var expectedDivergence: Double
  }

  public var spectator: String
  /// Rising; values at the last edge belong to the last bin.
  public var edges: [Double]
  public var cuts: [Cut]
  /// 1/ε_B where half of the signal passes, per bin and over all bins.
  public var rejectionAtHalf: [Measured]
  public var rejectionAtHalfOverall: Measured
  /// Cramér–von Mises flatness of the background over the bins, and what fluctuations alone would give.
  public var flatness: Double
  public var expectedFlatness: Double
}
