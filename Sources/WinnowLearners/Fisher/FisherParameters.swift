import WinnowCore

/// Settings of Fisher's discriminant.
public struct FisherParameters: LearnerParameters {
  public enum Criterion: String, Sendable, CaseIterable {
    /// The covariance within the classes.
    case fisher
    /// The total covariance: within and between the classes.
    case mahalanobis
  }

  public var criterion = Criterion.fisher

  public init() {}

  public static let rules: [ParameterRule<Self>] = [
    .choice("criterion", \.criterion, "the covariance matrix that is inverted: within the classes, or total")
  ]
}
