import WinnowCore

/// Which loss a network learns with; shared by all network methods.
public struct LossSettings: RuledParameters, Hashable {
  public var loss = LossName.automatic
  public var quantile = 0.5
  public var huberDelta = 1.0
  /// A spectator that the response shall not depend on among background; nil for none.
  public var disco: String?
  public var discoStrength = 10.0

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
    ParameterRule(
      "disco", range: "the name of a spectator",
      "adds the distance correlation of the response with a spectator among background to the loss",
      invalid: 3,
      read: { $0.disco = try $1.isNull ? nil : $1.text() },
      write: { $0.disco.map { Setting(.text($0)) } ?? Setting(.null) }),
    .real("disco_strength", \.discoStrength, .atLeast(0), "factor on the distance correlation"),
  ]
}

/// The losses that analysis files may name.
public enum LossName: String, CaseIterable, Sendable {
  case automatic
  case crossEntropy = "cross_entropy"
  case squared, hinge, absolute, huber, quantile, poisson, gaussian
}

extension Setting {
  fileprivate var isNull: Bool {
    if case .null = value { return true }
    return false
  }
}
