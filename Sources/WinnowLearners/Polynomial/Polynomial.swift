import WinnowCore

/// A polynomial of the inputs by weighted least squares.
///
/// The functions are products of at most `interactions` inputs' polynomials, of at most `degree` in
/// total. Those of one input are orthonormal over the training events, which keeps the normal equations
/// well conditioned at any degree and scale; the fitted polynomial is the same as with plain powers.
/// Beyond the range of the training events the nearest end counts, because polynomials run away there.
public struct Polynomial: Learner {
  public static let identifier = "Polynomial"
  public static let summary = "polynomial of the inputs by weighted least squares"
  public static let traits = LearnerTraits(
    tasks: [.regression],
    negativeWeights: "The sums of squares are taken with the signed weights.")

  public let parameters: PolynomialParameters

  public init(_ parameters: PolynomialParameters = PolynomialParameters()) {
    self.parameters = parameters
  }

  /// - Throws: `badConfiguration` for more than 1000 terms; `badData` as `BasisFit`.
  /// - Complexity: O(events × terms² + terms³).
  public func train(
    on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> BasisModel<PolynomialBasis> {
    if case .targets(let names, let values) = training.truth {
      try training.requireFinite(names, values)
    }
    let sample = training.withoutWeightZero
    return try BasisModel(
      PolynomialBasis(parameters, of: sample), fittedTo: sample, in: context)
  }
}

public struct PolynomialParameters: LearnerParameters {
  public var degree = 2
  public var interactions = 2
  public var ridge = 0.0

  public init() {}

  public static let rules: [ParameterRule<Self>] = [
    .integer("degree", \.degree, 1...12, "sum of the powers in a term, at most"),
    .integer("interactions", \.interactions, 1...6, "inputs in a term, at most"),
    .real(
      "ridge", \.ridge, .atLeast(0),
      "penalty on squared coefficients of the orthonormal terms, over the mean squared deviation"),
  ]
}
