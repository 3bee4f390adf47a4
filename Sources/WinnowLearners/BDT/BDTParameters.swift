import WinnowCore
import WinnowTrees

/// The settings of the BDT. The defaults suit 10⁴ … 10⁷ events with a few dozen variables.
public struct BDTParameters: LearnerParameters, Hashable {
  public var trees = 800
  public var learningRate = 0.05
  public var maxLeaves = 16
  public var maxDepth = 0
  public var growth = GrowthOrder.leafWise
  public var bins = 255
  public var minNodeSize = 20.0
  public var minChildWeight = 1e-3
  public var minGain = 0.0
  public var l1 = 0.0
  public var l2 = 1.0
  public var subsample = 0.8
  public var columnFraction = 1.0
  public var earlyStopping = 30

  public init() {}

  public static var rules: [ParameterRule<BDTParameters>] { countRules + regularisationRules }

  private static var countRules: [ParameterRule<BDTParameters>] {
    [
      .integer("trees", \.trees, 1...100_000, "number of trees, at most"),
      .real(
        "learning_rate", \.learningRate, .openClosed(0, 1), "factor on the value of each tree"),
      .integer("max_leaves", \.maxLeaves, 2...65_536, "leaves of a tree, at most"),
      .integer("max_depth", \.maxDepth, 0...1000, "levels of cuts in a tree, at most; 0: no limit"),
      .choice(
        "growth", \.growth, "next leaf to split: the best one anywhere, or level by level"),
      .integer("bins", \.bins, 2...255, "bins of each variable, at its weighted quantiles"),
      .integer(
        "early_stopping", \.earlyStopping, 0...100_000,
        "stop after so many trees without a lower validation loss; 0: never"),
    ]
  }

  private static var regularisationRules: [ParameterRule<BDTParameters>] {
    [
      .real(
        "min_node_size", \.minNodeSize, .closed(0, 1e9),
        "events in each leaf, at least; below 1: a fraction of the training events"),
      .real(
        "min_child_weight", \.minChildWeight, .atLeast(0),
        "Hessian sum of each leaf, at least, for weights of mean magnitude 1"),
      .real("min_gain", \.minGain, .atLeast(0), "fall of the loss that a split must exceed"),
      .real("l1", \.l1, .atLeast(0), "penalty on the magnitude of leaf values"),
      .real("l2", \.l2, .atLeast(0), "penalty on the square of leaf values"),
      .real("subsample", \.subsample, .openClosed(0, 1), "fraction of events drawn for each tree"),
      .real(
        "column_fraction", \.columnFraction, .openClosed(0, 1),
        "fraction of variables that each tree may use"),
    ]
  }

  /// In the terms of the engine. - Parameter events: of the training sample, for fractions.
  func boosting(events: Int) -> BoostingOptions {
    var options = BoostingOptions()
    options.trees = trees
    options.learningRate = learningRate
    options.bins = bins
    options.subsample = subsample
    options.columnFraction = columnFraction
    options.earlyStopping = earlyStopping
    options.growth.order = growth
    options.growth.maxLeaves = maxLeaves
    options.growth.maxDepth = maxDepth
    let size = minNodeSize < 1 ? minNodeSize * Double(events) : minNodeSize
    options.growth.minNodeSize = max(1, Int(size.rounded(.up)))
    options.growth.minChildWeight = minChildWeight
    options.growth.minGain = minGain
    options.growth.l1 = l1
    options.growth.l2 = l2
    return options
  }
}
