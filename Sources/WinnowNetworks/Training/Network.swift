import WinnowCore
import WinnowKernels

/// A network and its parameters: layers from one vector per event to another. A value; training returns
/// another one.
public struct Network: Sendable {
  public let graph: Graph
  /// The input and the output of the layers.
  public let features: Edge
  public let output: Edge
  /// `graph.parameterCount` numbers; `graph.slots` says which is which.
  public private(set) var parameters: [Float]

  /// - Parameter seed: of the initial parameters.
  /// - Throws: `badConfiguration` where layers do not fit one another.
  public init(inputs: Int, layers: Sequential, seed: UInt64) throws {
    try self.init(inputs: inputs, layers: layers) { $0.initialParameters(seed: seed) }
  }

  /// - Parameter parameters: makes the parameters once the graph, and so their number, is known.
  init(
    inputs: Int, layers: Sequential, parameters: (Graph) throws -> [Float]
  ) throws {
    var graph = Graph()
    features = try graph.addInput("features", Shape(inputs))
    output = try layers.attach(to: &graph, after: features)
    self.graph = graph
    self.parameters = try parameters(graph)
  }

  init(graph: Graph, features: Edge, output: Edge, parameters: [Float]) {
    self.graph = graph
    self.features = features
    self.output = output
    self.parameters = parameters
  }

  public var inputCount: Int { graph.shape(of: features).count }
  public var outputCount: Int { graph.shape(of: output).count }

  /// The same network with other parameters. - Precondition: as many numbers.
  public func replacing(parameters: [Float]) -> Network {
    precondition(parameters.count == self.parameters.count, "as many parameters")
    var copy = self
    copy.parameters = parameters
    return copy
  }

  /// Outputs for events given column by column, `outputCount` numbers per event.
  ///
  /// The same bits at any thread count and for any batching. - Precondition: `inputCount` columns.
  public func outputs(for columns: [[Float]], threads: Int) -> [Float] {
    Predictor(self, threads: threads).outputs(for: columns)
  }

  /// The parameters in memory that executors share.
  func parameterMemory() -> Arena {
    let memory = Arena(count: graph.parameterCount)
    memory.store(parameters, at: 0)
    return memory
  }
}
