import WinnowCore

/// How figures of three classes or more are drawn.
public struct MulticlassOptions: RuledParameters {
  /// Bins of drawn distributions.
  public var bins = 40

  public init() {}

  public static var rules: [ParameterRule<MulticlassOptions>] {
    [.integer("bins", \.bins, 5...500, "bins of the drawn distributions")]
  }
}
