import WinnowCore

/// Layers and training of an autoencoder, shared by the transform and the method.
public struct AutoencoderSettings: RuledParameters {
  public var bottleneck = 2
  public var hidden = [32]
  public var activation = Activation.silu
  public var training = TrainingSettings()

  public init() {
    training.epochs = 60
    // Many small steps: with few events larger batches stop far from the optimum.
    training.batch = 64
    training.earlyStopping = 0
  }

  /// The prior needs a likelihood, early stopping a validation sample, which transforms do not have.
  private static let withoutMeaning = ["bayesian_regulator", "early_stopping"]

  public static let rules: [ParameterRule<AutoencoderSettings>] =
    [
      .integer("bottleneck", \.bottleneck, 1...65536, "units of the narrow layer, at most one for each input"),
      .integers(
        "hidden", \.hidden, 1...65536, count: 0...3,
        "sizes of the layers before the bottleneck; those behind it mirror them"),
      .choice("activation", \.activation, "function of the hidden units; the bottleneck is linear"),
    ]
    + TrainingSettings.rules.filter { !withoutMeaning.contains($0.name) }.map { $0.lifted(to: \.training) }

  /// The layers up to the bottleneck, and those behind it.
  func layers(inputs: Int) -> (encoder: [any Layer], decoder: [any Layer]) {
    func dense(_ sizes: [Int]) -> [any Layer] { sizes.map { Dense($0, activation: activation) } }
    return (dense(hidden) + [Dense(bottleneck)], dense(hidden.reversed()) + [Dense(inputs)])
  }
}
