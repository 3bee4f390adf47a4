/// The best cut by one figure of merit, and what is left above it.
public struct OptimalCut: Sendable, Hashable, Codable {
  /// The figure of merit, such as `S/√(S+B)`.
  public var name: String
  public var cut: Double
  /// The figure on events on which the cut was not chosen.
  public var value: Measured
  public var signalEfficiency: Measured
  public var backgroundEfficiency: Measured
  /// Simulated events above the cut, as n_eff, among those quoted.
  public var effectiveSignal: Double
  public var effectiveBackground: Double
  /// Where few simulated events are left above the cut.
  public var warning: String?

  public init(
    name: String, cut: Double, value: Measured, signalEfficiency: Measured,
    backgroundEfficiency: Measured
  ) {
    self.name = name
    self.cut = cut
    self.value = value
    self.signalEfficiency = signalEfficiency
    self.backgroundEfficiency = backgroundEfficiency
    effectiveSignal = 0
    effectiveBackground = 0
  }
}
