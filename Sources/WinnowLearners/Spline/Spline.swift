import WinnowCore

/// A sum of smooth functions, one of each input, by weighted least squares: y = c + Σ_j f_j(x_j).
///
/// Each f_j is a spline: B-splines of `degree` between `knots` inner knots at quantiles of the training
/// events, with the penalty `smoothing` on squared second differences of neighbouring coefficients.
/// Beyond the range of the training events the nearest end counts. Reference: P. Eilers and B. Marx,
/// Stat. Sci. 11 (1996) 89; C. de Boor, A Practical Guide to Splines (1978).
public struct Spline: Learner {
  public static let identifier = "Spline"
  public static let summary = "sum of splines, one for each input, by weighted least squares"
  public static let traits = LearnerTraits(
    tasks: [.regression],
    negativeWeights: "The sums of squares are taken with the signed weights.")

  public let parameters: SplineParameters

  public init(_ parameters: SplineParameters = SplineParameters()) { self.parameters = parameters }

  /// - Throws: `badConfiguration` for more than 1000 functions; `badData` as `BasisFit`.
  /// - Complexity: O(events × functions² + functions³).
  public func train(
    on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> BasisModel<SplineBasis> {
    if case .targets(let names, let values) = training.truth {
      try training.requireFinite(names, values)
    }
    let sample = training.withoutWeightZero
    return try BasisModel(SplineBasis(parameters, of: sample), fittedTo: sample, in: context)
  }
}

public struct SplineParameters: LearnerParameters {
  public var degree = 3
  public var knots = 8
  public var smoothing = 1e-4

  public init() {}

  public static let rules: [ParameterRule<Self>] = [
    .integer("degree", \.degree, 1...5, "degree of the pieces; 3 for cubic splines"),
    .integer("knots", \.knots, 0...200, "inner knots of each input, at quantiles of its values"),
    .real(
      "smoothing", \.smoothing, .atLeast(0),
      "penalty on squared second differences of coefficients, over the mean squared deviation"),
  ]
}
