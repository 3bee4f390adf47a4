import WinnowCore

/// One of several inputs of a network.
public struct NetworkInput: Sendable, Hashable {
  public let name: String
  public let shape: Shape

  public init(_ name: String, _ shape: Shape) {
    self.name = name
    self.shape = shape
  }
}

extension Network {
  /// A network of any form, with several inputs:
  ///
  ///     let network = try Network(
  ///       inputs: [NetworkInput("image", Shape(8, 8, 1)), NetworkInput("angles", Shape(2))], seed: 1
  ///     ) { graph, inputs in
  ///       let image = try graph.flatten(inputs[0])
  ///       let first = try Dense(32, activation: .relu).attach(to: &graph, after: image)
  ///       return try Dense(1).attach(to: &graph, after: graph.concatenate([first, inputs[1]]))
  ///     }
  ///
  /// An event's numbers are those of the first input, then those of the second, and so on.
  /// - Throws: `badConfiguration` where the body's nodes do not fit one another, or without inputs.
  public init(
    inputs: [NetworkInput], seed: UInt64,
    _ body: (inout Graph, [Edge]) throws -> Edge
  ) throws {
    guard !inputs.isEmpty else { throw WinnowError(.badConfiguration, "a network needs an input") }
    var graph = Graph()
    let features = try graph.addInput("features", Shape(inputs.reduce(0) { $0 + $1.shape.count }))
    var first = 0, parts: [Edge] = []
    for input in inputs {
      let range = first..<first + input.shape.count
      let part = try graph.add(SliceOperation(axis: 0, range), to: [features], name: "\(input.name) numbers")
      parts.append(try graph.add(ReshapeOperation(input.shape), to: [part], name: input.name))
      first = range.upperBound
    }
    let output = try body(&graph, parts)
    self.init(
      graph: graph, features: features, output: output,
      parameters: graph.initialParameters(seed: seed))
  }
}
