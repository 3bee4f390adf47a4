import WinnowCore
import WinnowNetworks

/// The settings of `Autoencoder`.
public struct AutoencoderParameters: LearnerParameters {
  public var trainOn = LearntEvents.background
  public var network = AutoencoderSettings()

  public init() {
    network.training.earlyStopping = 10
  }

  /// The events whose shape is learnt.
  public enum LearntEvents: String, CaseIterable, Sendable {
    case background, all
  }

  public static let rules: [ParameterRule<AutoencoderParameters>] =
    [.choice("train_on", \.trainOn, "the events to learn from; all asks for no classes")]
    + AutoencoderSettings.rules.map { $0.lifted(to: \.network) }
    + TrainingSettings.rules.filter { $0.name == "early_stopping" }
      .map { $0.lifted(to: \.network.training) }
}
