import WinnowCore
import WinnowTrees

/// What a density method does with events of negative weight.
public enum DensityNegativeWeights: String, Sendable, CaseIterable {
  case signed, ignore, pair

  var policy: NegativeWeights {
    switch self {
    case .signed: .signed
    case .ignore: .ignore
    case .pair: .pair
    }
  }
}

/// The settings of `DensityBDT`.
public struct DensityBDTParameters: LearnerParameters, Hashable {
  public var output = DensitySettings()
  public var trees = 400
  public var learningRate = 0.1
  public var maxLeaves = 16
  public var maxDepth = 0
  public var bins = 255
  public var binSpread = 0.5
  public var minNodeSize = 100
  public var significance = 2.0
  public var shapeSignificance = 5.0
  public var l2 = 1.0
  public var subsample = 1.0
  public var columnFraction = 1.0
  public var earlyStopping = 20
  public var start = DensityStart.smooth
  public var step = DensityStep.joint
  public var curvature = DensityCurvature.fisher
  public var negativeWeights = DensityNegativeWeights.signed

  public init() {}

  /// In the terms of the engine.
  var options: DensityOptions {
    var options = DensityOptions()
    options.start = start
    options.step = step
    options.curvature = curvature
    options.boosting = boosting
    // 2 Δ ln L of a split without meaning follows χ²: n standard deviations are n²/2.
    options.boosting.growth.minGain = significance * significance / 2
    options.minShapeGain = shapeSignificance * shapeSignificance / 2
    return options
  }

  /// Without the significance of splits, which the loss of quantiles has no measure for.
  var boosting: BoostingOptions {
    var options = BoostingOptions()
    options.trees = trees
    options.learningRate = learningRate
    options.bins = bins
    options.binSpread = binSpread
    options.subsample = subsample
    options.columnFraction = columnFraction
    options.earlyStopping = earlyStopping
    options.growth.maxLeaves = maxLeaves
    options.growth.maxDepth = maxDepth
    options.growth.minNodeSize = minNodeSize
    options.growth.l2 = l2
    return options
  }

  public static var rules: [ParameterRule<DensityBDTParameters>] {
    DensitySettings.rulesWithQuantiles.map { $0.lifted(to: \.output) } + treeRules + stepRules
  }

  private static var treeRules: [ParameterRule<DensityBDTParameters>] {
    [
      .integer(
        "trees", \.trees, 1...100_000, "rounds, at most, of one tree for each parameter"),
      .real("learning_rate", \.learningRate, .openClosed(0, 1), "factor on the step of each round"),
      .integer("max_leaves", \.maxLeaves, 2...128, "leaves of a tree, at most"),
      .integer("max_depth", \.maxDepth, 0...1000, "levels of cuts in a tree, at most; 0: no limit"),
      .integer("bins", \.bins, 2...65_535, "bins of each variable; above 255 slower and larger in memory"),
      .real(
        "bin_spread", \.binSpread, .closed(0, 1),
        "share of the bins that are laid where values spread out, the others at weighted quantiles"),
      .integer("min_node_size", \.minNodeSize, 1...1_000_000_000, "events in each leaf, at least"),
      .real("subsample", \.subsample, .openClosed(0, 1), "fraction of events drawn for each tree"),
      .real(
        "column_fraction", \.columnFraction, .openClosed(0, 1),
        "fraction of variables that each tree may use"),
    ]
  }

  private static var stepRules: [ParameterRule<DensityBDTParameters>] {
    [
      .real(
        "significance", \.significance, .closed(0, 100),
        "standard deviations that the gain of likelihood by a split must exceed; after three trees "
          + "without such a split a parameter looks for one in every tenth round only"),
      .real(
        "shape_significance", \.shapeSignificance, .closed(0, 100),
        "the same for splits of parameters other than the location: widths and tails"),
      .real("l2", \.l2, .above(0), "penalty on the square of leaf values"),
      .integer(
        "early_stopping", \.earlyStopping, 0...100_000,
        "stop after so many rounds without a lower −ln p of validation events; 0: never"),
      .choice(
        "start", \.start,
        "where trees start from: smooth, splines of single inputs, pairs and triples chosen by their "
          + "significance; constant, a fit to all targets"),
      .choice(
        "step", \.step,
        "joint: Newton's step over the leaves of all parameters' trees together; cyclic: one parameter "
          + "after another"),
      .choice(
        "curvature", \.curvature,
        "second derivatives of steps: their expectation, or those at the events"),
      .choice(
        "negative_weights", \.negativeWeights,
        "events of negative weight: count with their sign, are left out, or are set off against the "
          + "nearest positive ones"),
    ]
  }
}
