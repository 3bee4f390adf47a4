/// Which value stands for a predicted density where one number is asked for.
public enum DensityPoint: String, Sendable, CaseIterable {
  /// Where a density has no mean, as a power tail with n ≤ 2, its median.
  case mean
  case median
  case mode
}

/// The densities that a model predicts of one target: one family, parameters event by event.
public struct DensityPrediction: Sendable, Hashable {
  public let target: String
  /// The name of the family.
  public let family: String
  public let parameters: [String]
  /// `values[parameter][event]`.
  public let values: [[Float]]

  public init(target: String, family: String, parameters: [String], values: [[Float]]) {
    precondition(parameters.count == values.count, "one column per parameter")
    self.target = target
    self.family = family
    self.parameters = parameters
    self.values = values
  }
}

/// A model whose answer is a density: the scores are one value of it for each target.
public protocol DensityPredicting: Model {
  var point: DensityPoint { get }
  /// The quantiles that are written beside the scores, each between 0 and 1.
  var quantiles: [Double] { get }
  /// One for each target, for all events; as `scores`, the same bits at any thread count and batching.
  func densities(for sample: Sample, threads: Int) throws -> [DensityPrediction]
}
