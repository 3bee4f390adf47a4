import WinnowTrees

/// How the trees of a BDT come one after another.
public enum BDTBoosting: String, Sendable, CaseIterable {
  /// Each tree lowers the loss of the sum of those before it.
  case gradient
  case adaBoost = "adaboost"
  case realAdaBoost = "real_adaboost"
  case adaCost = "adacost"
  /// AdaBoost for regression: the weighted median of trees.
  case adaBoostR2 = "adaboost_r2"
  /// The mean of trees on bootstrapped events.
  case bagging
  /// Bagging with a random choice of variables at each node.
  case randomForest = "random_forest"
  /// A random choice of variables at each node and one random cut of each; all events for each tree.
  case extraTrees = "extra_trees"

  /// How classes are voted on; nil: not at all.
  var scheme: VotingScheme? {
    switch self {
    case .gradient, .adaBoostR2: nil
    case .adaBoost: .adaBoost
    case .realAdaBoost: .realAdaBoost
    case .adaCost: .adaCost
    case .bagging, .randomForest, .extraTrees: .average
    }
  }

  /// How values are voted on; nil: not at all.
  func regressionScheme(_ loss: DeviationLoss) -> RegressionScheme? {
    switch self {
    case .gradient, .adaBoost, .realAdaBoost, .adaCost: nil
    case .adaBoostR2: .adaBoostR2(loss)
    case .bagging, .randomForest, .extraTrees: .average
    }
  }

  func allows(_ task: BDTTask) -> Bool {
    self == .gradient
      || (task.isRegression ? regressionScheme(.linear) != nil : scheme != nil)
  }

  /// Whether events gain and lose weight.
  var reweights: Bool { scheme?.isBoosted == true || self == .adaBoostR2 }
  var alwaysBootstraps: Bool { self == .bagging || self == .randomForest }
  var drawsVariables: Bool { self == .randomForest || self == .extraTrees }
  var defaultVote: LeafVote { self == .adaBoost || self == .bagging ? .yesNo : .purity }
}

/// What the leaves of voting trees say.
public enum BDTLeaves: String, Sendable, CaseIterable {
  /// yes_no for adaboost and bagging, purity for the others.
  case automatic
  case yesNo = "yes_no"
  case purity
}
