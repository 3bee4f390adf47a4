import WinnowCore
import WinnowTrees

/// What each tree and level sees, besides `subsample` and `column_fraction`.
public struct BDTSamplingSettings: RuledParameters, Hashable {
  public var columnFractionLevel = 1.0
  /// Whether events are drawn by their gradients.
  public var goss = false
  public var rates = GradientSampling()

  public init() {}

  public static var rules: [ParameterRule<BDTSamplingSettings>] {
    [
      .real(
        "column_fraction_level", \.columnFractionLevel, .openClosed(0, 1),
        "fraction of the tree's variables that the nodes of each level may use"),
      .flag(
        "goss", \.goss,
        "train each tree on the events with the largest gradients and a draw of the others, which "
          + "count more to make up"),
      .real(
        "top_rate", \.rates.topRate, RealRange(0, 1, includesLower: false, includesUpper: false),
        "with goss: fraction of the events, those with the largest gradients, that all count"),
      .real(
        "other_rate", \.rates.otherRate,
        RealRange(0, 1, includesLower: false, includesUpper: false),
        "with goss: fraction of the events that is drawn from the others"),
    ]
  }
}

extension BDTParameters {
  /// - Throws: `badConfiguration` for an unknown variable, and for settings of variables or sampling
  ///   that others make meaningless.
  func checkVariables(_ training: Sample) throws {
    try variables.check(training)
    let usual = BDTParameters(), rates = sampling.rates
    let isGradient = boosting == .gradient
    let clashes: [(Bool, String)] = [
      (!isGradient && !variables.monotone.isEmpty, "monotone needs boosting: gradient"),
      (!isGradient && sampling.goss, "goss needs boosting: gradient"),
      (
        variables.categorical.isEmpty && variables.categories != usual.variables.categories,
        "category_… needs categorical"
      ),
      (sampling.goss && bootstrap, "goss and bootstrap exclude each other"),
      (
        sampling.goss && subsample != usual.subsample,
        "subsample has no meaning with goss: top_rate and other_rate take its place"
      ),
      (!sampling.goss && rates != usual.sampling.rates, "top_rate and other_rate need goss: true"),
      (
        sampling.goss && rates.topRate + rates.otherRate >= 1,
        "top_rate and other_rate must have a sum below 1"
      ),
    ]
    guard let (_, message) = clashes.first(where: \.0) else { return }
    throw WinnowError(.badConfiguration, "BDT: " + message)
  }
}
