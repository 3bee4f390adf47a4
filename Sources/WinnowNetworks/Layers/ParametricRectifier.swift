import WinnowCore

/// A rectifier whose slope below 0 is learnt for each unit.
public struct ParametricRectifier: Layer {
  public static let key = "prelu"
  private var options = NoOptions()

  public init() {}

  public static let rules: [ParameterRule<ParametricRectifier>] = [
    ParameterRule(
      key, range: "{}", "rectifier with a learnt slope below 0", invalid: "yes",
      read: { $0.options = try NoOptions(reading: $1, owner: "") },
      write: { $0.options.settings })
  ]

  public func attach(to graph: inout Graph, after edge: Edge) throws -> Edge {
    try graph.add(ParametricRectifierOperation(), to: [edge])
  }
}

/// The settings of a layer that has none.
struct NoOptions: RuledParameters {
  static let rules: [ParameterRule<NoOptions>] = []
}
