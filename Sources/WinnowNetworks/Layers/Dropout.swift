import WinnowCore

/// Sets a random part of its inputs to 0 in training, and does nothing in use.
public struct Dropout: Layer {
  public static let key = "dropout"
  public var probability = 0.5

  public init() {}
  public init(_ probability: Double) { self.probability = probability }

  public static let rules: [ParameterRule<Dropout>] = [
    .real(key, \.probability, .closedOpen(0, 1), "part of the units set to 0 in training")
  ]

  public func attach(to graph: inout Graph, after edge: Edge) throws -> Edge {
    try graph.add(DropoutOperation(Float(probability)), to: [edge])
  }
}
