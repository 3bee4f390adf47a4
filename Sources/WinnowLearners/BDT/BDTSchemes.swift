import WinnowCore
import WinnowTrees

/// DART: earlier trees are left out at random while the next one is fitted.
public struct BDTDropoutSettings: Sendable, Hashable {
  /// 0: no dropout.
  public var rate = 0.0
  public var maximum = 50
  public var skip = 0.5
  public var normalisation = DropoutNormalisation.tree

  public init() {}

  var options: DropoutOptions? {
    guard rate > 0 else { return nil }
    var options = DropoutOptions()
    options.rate = rate
    options.maximum = maximum
    options.skip = skip
    options.normalisation = normalisation
    return options
  }

  static var rules: [ParameterRule<BDTDropoutSettings>] {
    [
      .real(
        "drop_rate", \.rate, .closed(0, 1),
        "share of earlier trees left out while the next is fitted (DART); 0: none"),
      .integer("max_drop", \.maximum, 0...100_000, "trees left out at a time, at most; 0: no limit"),
      .real("skip_drop", \.skip, .closed(0, 1), "probability that none is left out"),
      .choice(
        "drop_normalization", \.normalisation,
        "a new tree weighs as much as each of those left out, or as all of them"),
    ]
  }
}

extension DecisionCosts {
  static var rules: [ParameterRule<DecisionCosts>] {
    let range = RealRange.closed(0, 1)
    return [
      .real("cost_ss", \.signalAsSignal, range, "of adacost: weight of signal taken for signal"),
      .real(
        "cost_sb", \.signalAsBackground, range, "of adacost: weight of signal taken for background"),
      .real(
        "cost_bs", \.backgroundAsSignal, range, "of adacost: weight of background taken for signal"),
      .real(
        "cost_bb", \.backgroundAsBackground, range,
        "of adacost: weight of background taken for background"),
    ]
  }
}

extension BDTParameters {
  /// Options of one loss or scheme each.
  static var schemeRules: [ParameterRule<BDTParameters>] {
    BDTLossSettings.rules.map { $0.lifted(to: \.loss) }
      + BDTDropoutSettings.rules.map { $0.lifted(to: \.dropout) }
      + BDTFlatnessSettings.rules.map { $0.lifted(to: \.flatness) }
      + DecisionCosts.rules.map { $0.lifted(to: \.costs) }
      + [
        .choice(
          "deviation_loss", \.deviationLoss,
          "of adaboost_r2: what of an event's deviation, over the largest, counts as its loss")
      ]
  }
}
