import WinnowCore

/// Gives the numbers of an event a shape, such as 28 × 28 × 1 for an image or 30 × 4 for a sequence.
public struct Reshape: Layer {
  public static let key = "reshape"
  public var dimensions = [1]

  public init() {}
  public init(_ dimensions: Int...) { self.dimensions = dimensions }

  public static let rules: [ParameterRule<Reshape>] = [
    .integers(
      key, \.dimensions, 1...1_000_000, count: 1...6,
      "shape of an event: [height, width, channels] or [steps, inputs]; channels change fastest")
  ]

  public func attach(to graph: inout Graph, after edge: Edge) throws -> Edge {
    try graph.reshape(edge, to: Shape(dimensions))
  }
}
