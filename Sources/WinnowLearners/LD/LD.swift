import WinnowCore
import WinnowMath

/// The linear discriminant by weighted least squares on the labels t = 1 (signal) and 0 (background), or
/// the straight plane through the targets of a regression.
///
/// c = T⁻¹ cov(x, t) minimises Σ w (t − a − c·x)², T being the weighted covariance matrix of all
/// events. The offset is then put half-way between the mean responses of the classes, so that 0 is a
/// natural cut; TMVA's offset, −½ c·mean over all events, has no such meaning. The direction is
/// Fisher's where the classes have equal weights. In a regression t are the targets, and the offset is
/// that of least squares. The importance of an input is |c_i| σ_i, normalised to a sum of 1; with several
/// targets that for the first.
public struct LD: Learner {
  public static let identifier = "LD"
  public static let summary = "linear discriminant or linear regression by weighted least squares"
  public static let traits = LearnerTraits(
    tasks: [.classification, .regression],
    negativeWeights: "The sums of squares are taken with the signed weights.")

  public let parameters: LDParameters

  public init(_ parameters: LDParameters = LDParameters()) { self.parameters = parameters }

  /// - Throws: `badData` for a class without positive weight, inputs that are not finite, and a
  ///   singular covariance matrix, naming the inputs.
  /// - Complexity: O(events × inputs² + inputs³).
  public func train(
    on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> LinearModel {
    try context.checkCancelled()
    defer { context.progress.advance(step: 1, total: 1, events: training.count, note: "") }
    if case .targets(let names, let values) = training.truth {
      let fit = try LeastSquares(training, names: names, targets: values)
      return LinearModel(
        schema: training.schema, rows: fit.rows,
        record: Self.record(fit.rows[0].coefficients, fit.covariance))
    }
    let classes = try ClassMoments(of: training)
    let total = classes.total
    let coefficients = try total.solve(
      classes.labelCovariance, called: "the covariance matrix", inputs: training.schema.names)
    return LinearModel(
      schema: training.schema, offset: classes.offset(for: coefficients),
      coefficients: coefficients, record: Self.record(coefficients, total))
  }

  private static func record(
    _ coefficients: [Double], _ covariance: SymmetricMatrix
  ) -> TrainingRecord {
    let sizes = coefficients.indices.map {
      abs(coefficients[$0]) * covariance[$0, $0].squareRoot()
    }
    let sum = sizes.reduce(0, +)
    return TrainingRecord(
      importance: sum > 0 ? sizes.map { $0 / sum } : sizes,
      importanceName: "coefficient times width")
  }
}

/// LD has no settings.
public struct LDParameters: LearnerParameters {
  public init() {}
  public static let rules: [ParameterRule<Self>] = []
}
