import WinnowCore
import WinnowMath

/// Weighted mean and covariance of the training sample, fit to be inverted.
struct TrainingMoments {
  let mean: [Double]
  let covariance: SymmetricMatrix

  /// - Throws: `badData` naming the variables that are missing (NaN), constant or dependent on others,
  ///   and where Σw is not positive.
  init(of training: Sample) throws {
    try training.requireNumbersToLearn()
    let moments = WeightedMoments(columns: training.columns, weights: training.weights)
    guard moments.sumOfWeights > 0 else {
      throw WinnowError(.badData, "the weights of the training sample do not have a positive sum")
    }
    if let dependence = moments.covariance.dependence() {
      throw Self.error(dependence, training.schema.names)
    }
    mean = moments.mean
    covariance = moments.covariance
  }

  private static func error(_ dependence: LinearDependence, _ names: [String]) -> WinnowError {
    func list(_ indices: [Int]) -> String {
      indices.map { "“\(names[$0])”" }.joined(separator: ", ")
    }
    let text =
      switch dependence {
      case .constant(let indices): "constant: \(list(indices))"
      case .negativeVariance(let indices):
        "of negative variance, because of negative weights: \(list(indices))"
      case .collinear(let indices): "linearly dependent: \(list(indices))"
      case .indefinite(let indices):
        "combined to a negative variance, because of negative weights: \(list(indices))"
      case .notFinite: "too large for a covariance: \(list(Array(names.indices)))"
      }
    return WinnowError(.badData, "the covariance matrix cannot be inverted; variables " + text)
  }
}
