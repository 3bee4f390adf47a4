import WinnowCore

/// A learner as the catalogue sees it: by name, with its settings still as text.
public struct Method: Sendable {
  public let identifier: String
  public let summary: String
  public let traits: LearnerTraits
  public let manual: [OptionDescription]
  /// Settings that must be refused, one for each option that can be out of range.
  public let invalidSettings: [Setting]
  /// Makes the learner from settings; unknown keys and values out of range are errors.
  public let learner: @Sendable (_ settings: Setting, _ owner: String) throws -> any Learner
  /// Rebuilds a trained model from what was stored.
  public let model: @Sendable (_ archive: Archive, _ schema: Schema) throws -> any Model

  public init<L: Learner>(_ type: L.Type) {
    identifier = L.identifier
    summary = L.summary
    traits = L.traits
    manual = L.Parameters.manual
    invalidSettings = L.Parameters.invalidSettings
    learner = { L(try L.Parameters(reading: $0, owner: $1)) }
    model = { try L.Trained(from: $0, schema: $1) }
  }
}
