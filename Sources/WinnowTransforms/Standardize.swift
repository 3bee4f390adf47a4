import WinnowCore
import WinnowMath

/// x′ = (x − mean)/σ with the weighted mean and standard deviation of the training sample.
public struct Standardize: VariableTransform {
  public static let identifier = "standardize"
  public static let letter: String? = nil
  public static let summary = "to mean 0 and standard deviation 1, weighted"

  public let parameters: NoParameters

  public init(_ parameters: NoParameters = NoParameters()) { self.parameters = parameters }

  /// - Throws: `badData` for a variable that is constant, infinite or always missing, and where
  ///   negative weights leave no positive sum or variance.
  public func fit(to training: Sample) throws -> AffineColumns {
    var centres: [Double] = [], scales: [Double] = []
    for j in training.columns.indices {
      let column = try TrainingColumn(j, of: training)
      let moments = WeightedMoments(columns: [column.values], weights: column.weights)
      guard moments.sumOfWeights > 0, moments.covariance[0, 0] > 0 else {
        throw WinnowError(
          .badData, "the variable “\(column.name)” has no positive sum of weights or variance in the "
            + "training sample, because of negative weights")
      }
      centres.append(moments.mean[0])
      scales.append(1 / moments.standardDeviations[0])
    }
    return AffineColumns(training.schema, centres: centres, scales: scales)
  }
}
