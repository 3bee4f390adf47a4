/// How many trees, how strongly each counts, and what each may see.
public struct BoostingOptions: Sendable, Hashable {
  public var trees = 400
  public var learningRate = 0.1
  /// Proper bins of a feature, 2 … 255; missing values have one more.
  public var bins = 255
  /// Fraction of the events drawn, without replacement, for each tree.
  public var subsample = 1.0
  /// Fraction of the features that each tree may cut on.
  public var columnFraction = 1.0
  /// Trees without improvement of the validation loss after which to stop; 0: never.
  public var earlyStopping = 0
  public var growth = GrowthOptions()

  public init() {}
}
