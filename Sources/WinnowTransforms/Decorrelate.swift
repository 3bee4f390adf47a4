import WinnowCore
import WinnowMath

/// TMVA's D: x′ = C^{−1/2} x with the symmetric square root of the weighted covariance matrix C.
///
/// C^{−1/2} = S Λ^{−1/2} Sᵀ with C = S Λ Sᵀ. As in TMVA no mean is subtracted: each output stays as
/// near to its input as a change to unit covariance allows, up to scale, and keeps its name.
public struct Decorrelate: VariableTransform {
  public static let identifier = "decorrelate"
  public static let letter: String? = "D"
  public static let summary = "to unit covariance by the symmetric root of the inverse covariance"

  public let parameters: NoParameters

  public init(_ parameters: NoParameters = NoParameters()) { self.parameters = parameters }

  /// - Throws: `badData` naming the variables that are missing, constant or linearly dependent.
  /// - Complexity: O(events × variables² + variables³).
  public func fit(to training: Sample) throws -> LinearMixing {
    let covariance = try TrainingMoments(of: training).covariance
    guard let matrix = covariance.inverseSquareRoot(), let inverse = covariance.squareRoot() else {
      throw WinnowError(.badData, "the covariance matrix of the training sample has no root")
    }
    return LinearMixing(
      training.schema, to: training.schema.withoutUnits,
      centres: Array(repeating: 0, count: training.schema.count), matrix: matrix.elements,
      inverse: inverse.elements)
  }
}
