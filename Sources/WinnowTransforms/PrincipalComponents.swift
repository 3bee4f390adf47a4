import WinnowCore
import WinnowMath

/// TMVA's P: principal components p_i = Σ_j E_ij (x_j − mean_j), weighted where TMVA's are not.
///
/// E_i are the eigenvectors of the weighted covariance matrix, the largest eigenvalue first; the
/// largest component of each is positive, so that the result does not depend on the solver's signs.
public struct PrincipalComponents: VariableTransform {
  public static let identifier = "pca"
  public static let letter: String? = "P"
  public static let summary = "to principal components pc1, pc2, …, the widest first; weighted"

  public let parameters: NoParameters

  public init(_ parameters: NoParameters = NoParameters()) { self.parameters = parameters }

  /// - Throws: `badData` naming the variables that are missing, constant or linearly dependent.
  /// - Complexity: O(events × variables² + variables³).
  public func fit(to training: Sample) throws -> LinearMixing {
    let moments = try TrainingMoments(of: training)
    guard let (_, rising) = moments.covariance.eigen() else {
      throw WinnowError(.badData, "the covariance matrix of the training sample is not finite")
    }
    let vectors = rising.reversed().map(Self.withPositiveLargest)
    let n = training.schema.count
    let output = Schema(names: (0..<n).map { "pc\($0 + 1)" })
    let transposed = (0..<n * n).map { vectors[$0 % n][$0 / n] }
    return LinearMixing(
      training.schema, to: output, centres: moments.mean, matrix: vectors.flatMap(\.self),
      inverse: transposed)
  }

  private static func withPositiveLargest(_ vector: [Double]) -> [Double] {
    let largest = vector.max { abs($0) < abs($1) } ?? 0
    return largest < 0 ? vector.map { -$0 } : vector
  }
}
