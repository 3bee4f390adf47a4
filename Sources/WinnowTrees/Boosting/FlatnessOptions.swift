/// Which events are compared with all of their class.
public enum FlatnessForm: String, Sendable, CaseIterable {
  /// Those in one bin of the spectators, at their quantiles.
  case bins
  /// Those nearest in the spectators to one of many events.
  case neighbours = "neighbors"
}

/// Boosting for an efficiency that does not depend on spectators: whatever the cut on the score, the same
/// share of events shall pass at every value of a mass, say.
///
/// To the loss of each event is added strength · |F_b(s) − F(s)|^p, with s its score, F the cumulative
/// distribution of the scores of its class and F_b that of its bin, or of its neighbours. Followed is the
/// derivative of Σ_b W_b ∫ |F_b(s) − F(s)|^p ds:
/// ∂/∂s_i = −w_i p |d|^(p−1) sign(d), d = F_b(s_i) − F(s_i), the mean of it for an event in several groups.
/// As its second derivative p w / 4 stands, that of scores as wide as a logistic distribution.
///
/// Reference: Rogozhnikov et al., JINST 10 (2015) T03002, arXiv:1410.4140.
public struct FlatnessOptions: Sendable, Hashable {
  public var form = FlatnessForm.bins
  /// Of the flatness against the loss.
  public var strength = 3.0
  /// p.
  public var power = 2.0
  /// Bins of each spectator, 2 … 255.
  public var bins = 10
  /// Events of a group of neighbours.
  public var neighbours = 100
  /// The classes to be flat, by their targets.
  public var targets: [Float] = [0]

  public init() {}
}
