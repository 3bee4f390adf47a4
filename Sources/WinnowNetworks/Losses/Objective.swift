import WinnowCore

/// What training makes small, as nodes of a graph. A `Loss` is one node; others are composed of several.
public protocol Objective: Sendable {
  /// What the report calls it.
  var name: String { get }
  /// Whether it is the negative logarithm of a likelihood, up to a constant; false by default.
  var isLikelihood: Bool { get }

  /// Adds the nodes and returns the edge with one weighted loss per event.
  ///
  /// - Parameters: the network's output, what it shall be, and one weight per event, of any sign.
  /// - Throws: `badConfiguration` where shapes do not fit.
  func attach(
    to graph: inout Graph, outputs: Edge, targets: Edge, weights: Edge
  ) throws -> Edge
}

extension Objective {
  public var isLikelihood: Bool { false }
}

extension Loss {
  public func attach(
    to graph: inout Graph, outputs: Edge, targets: Edge, weights: Edge
  ) throws -> Edge {
    try graph.add(self, to: [outputs, targets, weights], name: "loss")
  }
}

/// A loss composed of operations.
///
///     ComposedLoss("log cosh") { graph, outputs, targets in
///       let difference = try graph.subtract(outputs, targets)
///       …
///     }
///
/// The closure gives any tensor per event; its numbers are added and the sum is multiplied with the
/// event's weight.
public struct ComposedLoss: Objective {
  public let name: String
  private let body: @Sendable (inout Graph, _ outputs: Edge, _ targets: Edge) throws -> Edge

  public init(
    _ name: String,
    _ body: @escaping @Sendable (inout Graph, _ outputs: Edge, _ targets: Edge) throws -> Edge
  ) {
    self.name = name
    self.body = body
  }

  public func attach(
    to graph: inout Graph, outputs: Edge, targets: Edge, weights: Edge
  ) throws -> Edge {
    let sum = try graph.sum(graph.flatten(body(&graph, outputs, targets)))
    return try graph.multiply(sum, weights)
  }
}
