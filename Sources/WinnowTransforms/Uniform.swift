import WinnowCore
import WinnowMath

/// Settings of the transforms by quantiles.
public struct QuantileParameters: RuledParameters {
  public var nodes = 1000

  public init() {}

  public static let rules: [ParameterRule<QuantileParameters>] = [
    .integer("nodes", \.nodes, 10...100_000, "most nodes of a variable's cumulative function")
  ]

  /// The cumulative functions of all variables. - Complexity: O(events log events) a variable.
  func curves(of training: Sample) throws -> [CumulativeCurve] {
    try training.columns.indices.map { j in
      let column = try TrainingColumn(j, of: training)
      guard let distribution = WeightedDistribution(column.values, weights: column.weights) else {
        throw WinnowError(
          .badData, "the weights of the variable “\(column.name)” do not have a positive sum in the "
            + "training sample")
      }
      return try CumulativeCurve(distribution, limit: nodes, name: column.name)
    }
  }
}

/// TMVA's U: x′ = F(x), the weighted cumulative function of the training sample, uniform in (0, 1).
///
/// F is not binned: the middles of its steps are joined by straight lines, ties share the middle of
/// theirs. Values beyond the training range get the share of the extreme. For negative weights see
/// `WeightedDistribution`.
public struct Uniform: VariableTransform {
  public static let identifier = "uniform"
  public static let letter: String? = "U"
  public static let summary = "to a uniform distribution in (0, 1) by weighted quantiles"

  public let parameters: QuantileParameters

  public init(_ parameters: QuantileParameters = QuantileParameters()) {
    self.parameters = parameters
  }

  /// - Throws: `badData` for a variable that is constant, infinite or always missing.
  public func fit(to training: Sample) throws -> QuantileColumns {
    QuantileColumns(training.schema, target: .uniform, curves: try parameters.curves(of: training))
  }
}
