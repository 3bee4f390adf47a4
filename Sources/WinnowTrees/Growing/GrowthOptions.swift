import WinnowKernels

/// Which leaf is split next.
public enum GrowthOrder: String, Sendable, CaseIterable {
  /// The one with the largest gain, wherever it is.
  case leafWise = "leaf_wise"
  /// Level by level; within a level the largest gain first.
  case depthWise = "depth_wise"
}

/// How far a tree grows, and what a split must bring.
public struct GrowthOptions: Sendable, Hashable {
  public var order = GrowthOrder.leafWise
  public var maxLeaves = 31
  /// Levels of cuts; 0 sets no limit.
  public var maxDepth = 0
  /// Events in each leaf.
  public var minNodeSize = 20
  /// Hessian sum of each leaf; weights are scaled to a mean magnitude of 1.
  public var minChildWeight = 1e-3
  /// A split must lower the loss by more than this.
  public var minGain = 0.0
  public var l1 = 0.0
  public var l2 = 0.0
  /// How categories are parted; see `bestCategorySplit`.
  public var categories = CategoryRule()
  /// How nodes of classification trees are judged; nil: by the loss.
  public var separation: SeparationCriterion?
  /// Features that the nodes of each level may be cut on, out of those of the tree; nil: all.
  public var featuresPerLevel: Int?
  /// Features that each node may be cut on, out of those of its level; nil: all.
  public var featuresPerNode: Int?
  /// +1 where trees must rise with a feature, −1 where they must fall, else 0; empty: nowhere.
  public var monotone: [Int] = []
  /// Groups of features: those cut on between the root and a leaf lie in one group. Empty: no limits.
  public var interactions: [[Int]] = []
  /// One random cut for each feature instead of the best: extremely randomised trees.
  public var randomCuts = false

  public init() {}
}
