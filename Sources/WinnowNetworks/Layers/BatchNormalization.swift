import WinnowCore

/// Brings each input to mean 0 and width 1 over the batch, then scales and shifts it by learnt numbers.
public struct BatchNormalization: Layer {
  public static let key = "batch_norm"
  public var options = BatchNormalizationOptions()

  public init() {}

  public static let rules: [ParameterRule<BatchNormalization>] = [
    ParameterRule(
      key, range: "{momentum: …, epsilon: …}", "normalisation over the batch", invalid: "yes",
      read: { $0.options = try BatchNormalizationOptions(reading: $1, owner: "") },
      write: { $0.options.settings })
  ]

  public func attach(to graph: inout Graph, after edge: Edge) throws -> Edge {
    let operation = BatchNormalizationOperation(
      momentum: Float(options.momentum), epsilon: Float(options.epsilon))
    return try graph.add(operation, to: [edge])
  }
}

/// The settings of a batch normalisation.
public struct BatchNormalizationOptions: RuledParameters {
  public var momentum = 0.1
  public var epsilon = 1e-5

  public init() {}

  public static let rules: [ParameterRule<BatchNormalizationOptions>] = [
    .real(
      "momentum", \.momentum, .openClosed(0, 1), "part of the running averages that a batch replaces"),
    .real("epsilon", \.epsilon, .above(0), "added to the variance"),
  ]
}
