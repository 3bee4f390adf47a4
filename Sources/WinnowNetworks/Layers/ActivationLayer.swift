import WinnowCore

/// Applies a function to each input, for where it does not belong to a dense layer: after a batch
/// normalisation, say.
public struct ActivationLayer: Layer {
  public static let key = "activation"
  public var activation = Activation.relu

  public init() {}
  public init(_ activation: Activation) { self.activation = activation }

  public static let rules: [ParameterRule<ActivationLayer>] = [
    .choice(key, \.activation, "function applied to each unit")
  ]

  public func attach(to graph: inout Graph, after edge: Edge) throws -> Edge {
    try graph.add(ActivationOperation(activation), to: [edge])
  }
}
