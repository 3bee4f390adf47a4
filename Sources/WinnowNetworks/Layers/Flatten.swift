import WinnowCore

/// Makes one vector of an image or a sequence.
public struct Flatten: Layer {
  public static let key = "flatten"
  private var options = NoOptions()

  public init() {}

  public static let rules: [ParameterRule<Flatten>] = [
    ParameterRule(
      key, range: "{}", "one vector of an image or a sequence", invalid: "yes",
      read: { $0.options = try NoOptions(reading: $1, owner: "") },
      write: { $0.options.settings })
  ]

  public func attach(to graph: inout Graph, after edge: Edge) throws -> Edge {
    try graph.flatten(edge)
  }
}
