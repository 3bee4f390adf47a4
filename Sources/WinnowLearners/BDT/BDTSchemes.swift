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

/// Cuts that are taken back.
public enum BDTPruning: String, Sendable, CaseIterable {
  case none
  case costComplexity = "cost_complexity"
  case expectedError = "expected_error"
}

public struct BDTPruningSettings: Sendable, Hashable {
  public var method = BDTPruning.none
  public var strength = 0.0

  public init() {}

  var options: PruningOptions? {
    guard let method = PruningMethod(rawValue: method.rawValue) else { return nil }
    var options = PruningOptions()
    options.method = method
    options.strength = strength
    return options
  }

  static var rules: [ParameterRule<BDTPruningSettings>] {
    [
      .choice(
        "pruning", \.method,
        "which cuts of a grown tree are taken back unless boosting is gradient: those that lower the "
          + "impurity by less than prune_strength per leaf, or that do not lower the expected error"),
      .real(
        "prune_strength", \.strength, .atLeast(0),
        "cost of a leaf, in impurity per event (the square of the target's unit for regression); or "
          + "standard deviations to the expected error"),
    ]
  }
}

/// Nodes that cut on Fisher discriminants.
public struct BDTFisherCutSettings: Sendable, Hashable {
  public var isOn = false
  public var options = FisherCutOptions()

  public init() {}

  static var rules: [ParameterRule<BDTFisherCutSettings>] {
    [
      .flag(
        "fisher_cuts", \.isOn,
        "let nodes cut on the Fisher discriminant of their correlated variables, too, unless boosting "
          + "is gradient"),
      .real(
        "fisher_correlation", \.options.minCorrelation, .closed(0, 1),
        "correlation with another variable, in one of the classes, above which one takes part"),
      .flag(
        "fisher_exclusive", \.options.excludesItsFeatures,
        "variables in a node's discriminant are not cut on by themselves there"),
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
      + BDTPruningSettings.rules.map { $0.lifted(to: \.pruning) }
      + BDTFisherCutSettings.rules.map { $0.lifted(to: \.fisherCuts) }
      + DecisionCosts.rules.map { $0.lifted(to: \.costs) }
      + [
        .choice(
          "deviation_loss", \.deviationLoss,
          "of adaboost_r2: what of an event's deviation, over the largest, counts as its loss")
      ]
  }
}
