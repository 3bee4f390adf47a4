import WinnowCore

/// Which loss a network learns with; shared by all network methods.
public struct LossSettings: RuledParameters, Hashable {
  public var loss = LossName.automatic
  public var quantile = 0.5
  public var huberDelta = 1.0

  public init() {}

  public static let rules: [ParameterRule<LossSettings>] = [
    .choice(
      "loss", \.loss,
      "what training makes small; automatic: cross_entropy for classes, squared for targets"),
    .real(
      "quantile", \.quantile, RealRange(0, 1, includesLower: false, includesUpper: false),
      "the quantile that the loss of that name learns"),
    .real(
      "huber_delta", \.huberDelta, .above(0),
      "where the Huber loss becomes linear, in standard deviations of the target"),
  ]
}

/// The losses that analysis files may name.
public enum LossName: String, CaseIterable, Sendable {
  case automatic
  case crossEntropy = "cross_entropy"
  case squared, hinge, absolute, huber, quantile, poisson, gaussian
}
