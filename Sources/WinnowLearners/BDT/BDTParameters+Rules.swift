import WinnowCore
import WinnowKernels
import WinnowTrees

extension BDTParameters {
  public static var rules: [ParameterRule<BDTParameters>] {
    presetRules + countRules + regularisationRules + samplingRules + votingRules + schemeRules
      + BDTSamplingSettings.rules.map { $0.lifted(to: \.sampling) }
      + BDTVariableSettings.rules.map { $0.lifted(to: \.variables) }
  }

  private static var presetRules: [ParameterRule<BDTParameters>] {
    let words = BDTPreset.allCases.map(\.rawValue)
    return [
      ParameterRule(
        "preset", range: words.joined(separator: " | "),
        "settings known from TMVA to start from; other options given change them",
        invalid: "no such word",
        read: { parameters, setting in
          let word = try setting.text()
          guard let preset = BDTPreset(rawValue: word) else {
            throw WinnowError(
              .badConfiguration, "has no choice “\(word)”" + Spelling.hint(for: word, in: words),
              at: setting.location)
          }
          parameters = preset.parameters
        },
        write: { Setting(.text($0.preset.rawValue)) }),
      .choice(
        "boosting", \.boosting,
        "how trees follow one another: by the gradient of the loss, by reweighting, or side by side"),
    ]
  }

  private static var countRules: [ParameterRule<BDTParameters>] {
    [
      .integer("trees", \.trees, 1...100_000, "number of trees, at most"),
      .real(
        "learning_rate", \.learningRate, .openClosed(0, 1), "factor on the value of each tree"),
      .integer("max_leaves", \.maxLeaves, 2...65_536, "leaves of a tree, at most"),
      .integer("max_depth", \.maxDepth, 0...1000, "levels of cuts in a tree, at most; 0: no limit"),
      .choice(
        "growth", \.growth, "next leaf to split: the best one anywhere, or level by level"),
      .integer(
        "bins", \.bins, 2...BinFormat.maximumBins,
        "bins of each variable, at its weighted quantiles; above 255 slower and larger in memory"),
      .integer(
        "early_stopping", \.earlyStopping, 0...100_000,
        "stop after so many trees without a lower validation loss; 0: never"),
    ]
  }

  private static var regularisationRules: [ParameterRule<BDTParameters>] {
    [
      .real(
        "min_node_size", \.minNodeSize, .closed(0, 1e9),
        "events in each leaf, at least; below 1: a fraction of those that a tree sees"),
      .real(
        "min_child_weight", \.minChildWeight, .atLeast(0),
        "Hessian sum of each leaf, at least, for weights of mean magnitude 1"),
      .real("min_gain", \.minGain, .atLeast(0), "fall of the loss that a split must exceed"),
      .real("l1", \.l1, .atLeast(0), "penalty on the magnitude of leaf values"),
      .real("l2", \.l2, .atLeast(0), "penalty on the square of leaf values"),
    ]
  }

  private static var samplingRules: [ParameterRule<BDTParameters>] {
    [
      .real("subsample", \.subsample, .openClosed(0, 1), "fraction of events drawn for each tree"),
      .real(
        "column_fraction", \.columnFraction, .openClosed(0, 1),
        "fraction of variables that each tree may use"),
      .flag(
        "bootstrap", \.bootstrap,
        "draw each event a Poisson number of times with mean subsample, as bagging and "
          + "random_forest always do, instead of once at most"),
      .real(
        "column_fraction_node", \.columnFractionNode, .closed(0, 1),
        "fraction of the level's variables that each node may use; 0: all, or for random_forest and "
          + "extra_trees the square root of their number"),
      .flag(
        "balance_classes", \.balanceClasses,
        "scale weights so that signal and background have the same sum"),
      .choice(
        "negative_weights", \.negativeWeights,
        "events of negative weight: count with their sign, are left out, are set off against the "
          + "nearest positive ones, or are boosted inversely by the adaboost family"),
    ]
  }

  private static var votingRules: [ParameterRule<BDTParameters>] {
    [
      .real(
        "adaboost_beta", \.adaBoostBeta, .openClosed(0, 10),
        "exponent on the weight factors of adaboost, real_adaboost, adacost and adaboost_r2"),
      .choice(
        "leaves", \.leaves, "what leaves say unless boosting is gradient: yes or no, or the purity"),
      .real(
        "purity_limit", \.purityLimit, .closed(0, 1), "purity above which a yes_no leaf says signal"),
      .choice(
        "separation", \.separation, "what cuts lower unless boosting is gradient: a node's impurity"),
    ]
  }
}
