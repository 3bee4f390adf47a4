/// How the events of a tree are drawn.
public enum RowSampling: String, Sendable, CaseIterable {
  /// Each at most once, with the probability asked for.
  case subset
  /// Each a Poisson number of times with the mean asked for: the bootstrap.
  case poisson
  /// Those with large gradients, and some of the others: `BoostingOptions.goss`.
  case goss
}

/// How many trees, how strongly each counts, and what each may see.
public struct BoostingOptions: Sendable, Hashable {
  public var trees = 400
  public var learningRate = 0.1
  /// Proper bins of a feature, 2 … 65535; missing values have one more. Beyond 255 they take two bytes
  /// each instead of one, and histograms as much more memory and time as there are more bins.
  public var bins = 255
  /// Share of the bins that are laid where values spread out instead of at quantiles: see `BinEdges`.
  public var binSpread = 0.0
  /// Features whose values are names of categories, at most 255 each.
  public var categorical: Set<Int> = []
  /// Fraction of the events drawn for each tree.
  public var subsample = 1.0
  public var sampling = RowSampling.subset
  public var goss = GradientSampling()
  /// Fraction of the features that each tree may cut on.
  public var columnFraction = 1.0
  /// Trees without improvement of the validation loss after which to stop; 0: never.
  public var earlyStopping = 0
  /// Earlier trees left out while the next one is fitted (DART); nil: none.
  public var dropout: DropoutOptions?
  public var growth = GrowthOptions()

  public init() {}
}
