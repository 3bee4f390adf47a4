import WinnowCore

/// A transform of the catalogue: settings, nothing learnt yet.
///
/// A new transform is one new file and one line in `TransformCatalog`. It gives at most as many variables
/// as it takes; subsets of the variables, classes and chains are the business of `TransformChain`.
public protocol VariableTransform: Transform where Fitted: InvertibleTransform {
  associatedtype Parameters: RuledParameters

  /// The name in analysis files, such as `normalize`.
  static var identifier: String { get }
  /// TMVA's letter, such as `N`; nil where TMVA has no such transform.
  static var letter: String? { get }
  /// One line for `winnow describe`.
  static var summary: String { get }

  init(_ parameters: Parameters)
  var parameters: Parameters { get }

  /// Learns with the seed, threads and cancellation of a run; most transforms need none of them.
  func fit(to training: Sample, in context: RunContext) throws -> Fitted
}

extension VariableTransform {
  public func fit(to training: Sample, in context: RunContext) throws -> Fitted {
    try fit(to: training)
  }
}

/// Settings of a transform that has none.
public struct NoParameters: RuledParameters {
  public init() {}
  public static let rules: [ParameterRule<NoParameters>] = []
}
