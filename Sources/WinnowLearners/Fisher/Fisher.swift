import WinnowCore
import WinnowMath

/// Fisher's linear discriminant.
///
/// c = √(w_S w_B)/(w_S + w_B) · W⁻¹ (mean_S − mean_B),  F₀ = −½ Σ c_i (mean_S,i + mean_B,i)
///
/// W is the sum of the covariance matrices of the classes, each normalised to its own Σw; w_S and w_B
/// are the sums of weights. With `method: mahalanobis`, W + B takes the place of W, where B is the
/// covariance matrix of the class means; the direction is the same. The importance of an input is its
/// discriminating power B_ii/W_ii, normalised to a sum of 1. Scores are as TMVA's, where 0 is half-way
/// between the mean responses.
///
/// Reference: R. A. Fisher, Annals of Eugenics 7 (1936) 179; TMVA Users Guide, arXiv:physics/0703039.
public struct Fisher: Learner {
  public static let identifier = "Fisher"
  public static let summary = "Fisher's linear discriminant, from means and covariances"
  public static let traits = LearnerTraits(
    tasks: [.classification],
    negativeWeights: "All means and covariances are sums with the signed weights.")

  public let parameters: FisherParameters

  public init(_ parameters: FisherParameters = FisherParameters()) {
    self.parameters = parameters
  }

  /// - Throws: `badData` for a class without positive weight, inputs that are not finite, and a
  ///   singular covariance matrix, naming the inputs.
  /// - Complexity: O(events × inputs² + inputs³).
  public func train(
    on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> LinearModel {
    try context.checkCancelled()
    let classes = try ClassMoments(of: training)
    let within = classes.signal.covariance + classes.background.covariance
    let between = classes.between
    let metric = parameters.criterion == .fisher ? within : within + between
    let direction = try metric.solve(
      classes.difference, called: "the covariance matrix within the classes",
      inputs: training.schema.names)
    let scale = (classes.signalShare * (1 - classes.signalShare)).squareRoot()
    let coefficients = direction.map { scale * $0 }
    context.progress.advance(step: 1, total: 1, events: training.count, note: "")
    return LinearModel(
      schema: training.schema, offset: classes.offset(for: coefficients),
      coefficients: coefficients, record: Self.record(between, within))
  }

  private static func record(
    _ between: SymmetricMatrix, _ within: SymmetricMatrix
  ) -> TrainingRecord {
    let powers = (0..<within.order).map { between[$0, $0] / within[$0, $0] }
    let sum = powers.reduce(0, +)
    return TrainingRecord(
      importance: sum > 0 ? powers.map { $0 / sum } : powers,
      importanceName: "discriminating power")
  }
}
