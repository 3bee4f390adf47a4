import WinnowTrees

/// How the trees of a BDT come one after another.
public enum BDTBoosting: String, Sendable, CaseIterable {
  /// Each tree lowers the loss of the sum of those before it.
  case gradient
  case adaBoost = "adaboost"
  case realAdaBoost = "real_adaboost"
  /// The mean of trees on bootstrapped events.
  case bagging
  /// Bagging with a random choice of variables at each node.
  case randomForest = "random_forest"
  /// A random choice of variables at each node and one random cut of each; all events for each tree.
  case extraTrees = "extra_trees"

  /// nil: no vote.
  var scheme: VotingScheme? {
    switch self {
    case .gradient: nil
    case .adaBoost: .adaBoost
    case .realAdaBoost: .realAdaBoost
    case .bagging, .randomForest, .extraTrees: .average
    }
  }

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
