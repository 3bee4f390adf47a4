import WinnowCore

/// Brings the inputs of each event to mean 0 and width 1, then scales and shifts them by learnt numbers.
public struct LayerNormalization: Layer {
  public static let key = "layer_norm"
  public var options = LayerNormalizationOptions()

  public init() {}

  public static let rules: [ParameterRule<LayerNormalization>] = [
    ParameterRule(
      key, range: "{epsilon: …}", "normalisation over the units of an event", invalid: "yes",
      read: { $0.options = try LayerNormalizationOptions(reading: $1, owner: "") },
      write: { $0.options.settings })
  ]

  public func attach(to graph: inout Graph, after edge: Edge) throws -> Edge {
    try graph.add(LayerNormalizationOperation(epsilon: Float(options.epsilon)), to: [edge])
  }
}

/// The settings of a layer normalisation.
public struct LayerNormalizationOptions: RuledParameters {
  public var epsilon = 1e-5

  public init() {}

  public static let rules: [ParameterRule<LayerNormalizationOptions>] = [
    .real("epsilon", \.epsilon, .above(0), "added to the variance")
  ]
}
