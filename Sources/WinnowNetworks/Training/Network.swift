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
    precondition(columns.count == inputCount, "one column per input")
    let count = columns.first?.count ?? 0
    if count == 0 { return [] }
    let executor = ForwardExecutor(
      graph, result: output, parameters: parameterMemory(), team: ThreadTeam(threads: threads))
    return executor.run(count: count) { inputs, events in
      var rows = inputs.values(features, rows: events.count)
      for (index, column) in columns.enumerated() {
        storeColumn(column.span.extracting(events), at: index, of: &rows, width: columns.count)
      }
    }
  }

  /// The parameters in memory that executors share.
  func parameterMemory() -> Arena {
    let memory = Arena(count: graph.parameterCount)
    memory.store(parameters, at: 0)
    return memory
  }
}

extension Network {
  /// One line per node: name, output shape, number of parameters.
  public var summary: String {
    let lines = graph.nodes.map { node in
      let count = node.parameters.reduce(0) { $0 + graph.slots[$1].range.count }
      return "\(node.name): \(graph.shape(of: node.output)), \(count) parameters"
    }
    return lines.joined(separator: "\n")
  }
}
