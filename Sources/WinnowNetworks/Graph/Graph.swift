import WinnowCore
import WinnowKernels
import WinnowMath

/// A tensor that flows between nodes.
public struct Edge: Sendable, Hashable {
  let index: Int
}

/// A static dataflow graph: nodes are operations, edges are tensors. Nodes can only use edges that
/// exist, so their order is an order of execution and there are no cycles.
///
///     var graph = Graph()
///     let x = try graph.addInput("features", Shape(4))
///     let hidden = try graph.add(DenseOperation(units: 8, activation: .relu), to: [x])
///
/// Shapes are checked as nodes are added. What runs a graph is an executor, which plans its memory.
public struct Graph: Sendable {
  struct Node: Sendable {
    let name: String
    let operation: any Operation
    let inputs: [Edge]
    let output: Edge
    /// Indices into `slots`.
    let parameters: [Int]
  }

  public private(set) var inputs: [(name: String, edge: Edge)] = []
  public private(set) var slots: [ParameterSlot] = []
  /// The size of the memory that holds all parameters.
  public private(set) var parameterCount = 0
  private(set) var nodes: [Node] = []
  private(set) var shapes: [Shape] = []
  /// Whether a parameter lies upstream of each edge.
  private(set) var dependsOnParameters: [Bool] = []

  public init() {}

  public func shape(of edge: Edge) -> Shape { shapes[edge.index] }

  /// Adds a tensor that is filled from outside. - Throws: `badConfiguration` for a name given twice.
  public mutating func addInput(_ name: String, _ shape: Shape) throws -> Edge {
    guard !inputs.contains(where: { $0.name == name }) else {
      throw WinnowError(.badConfiguration, "the graph has an input “\(name)” already")
    }
    let edge = addEdge(shape, dependsOnParameters: false)
    inputs.append((name, edge))
    return edge
  }

  /// Adds a node and returns its output.
  ///
  /// - Parameter name: unique; the operation's kind with a number where nil.
  /// - Throws: `badConfiguration`, naming the node, where the operation refuses the inputs' shapes or
  ///   the name is taken.
  public mutating func add(
    _ operation: any Operation, to sources: [Edge], name: String? = nil
  ) throws -> Edge {
    let name = name ?? unusedName(operation.kind)
    guard !nodes.contains(where: { $0.name == name }) else {
      throw WinnowError(.badConfiguration, "the graph has a node “\(name)” already")
    }
    let sourceShapes = sources.map { shapes[$0.index] }
    let shape: Shape
    do {
      shape = try operation.outputShape(for: sourceShapes)
    } catch let error as WinnowError {
      throw WinnowError(
        error.kind, "the node “\(name)” (\(operation.kind)) \(error.message)", at: error.location)
    }
    let definitions = operation.parameters(for: sourceShapes)
    let learns = definitions.contains { $0.role != .state }
    let output = addEdge(
      shape, dependsOnParameters: learns || sources.contains { dependsOnParameters[$0.index] })
    let first = slots.count
    for definition in definitions { addSlot(definition, of: name) }
    nodes.append(
      Node(
        name: name, operation: operation, inputs: sources, output: output,
        parameters: Array(first..<slots.count)))
    return output
  }

  private mutating func addEdge(_ shape: Shape, dependsOnParameters: Bool) -> Edge {
    shapes.append(shape)
    self.dependsOnParameters.append(dependsOnParameters)
    return Edge(index: shapes.count - 1)
  }

  private mutating func addSlot(_ definition: ParameterDefinition, of node: String) {
    let range = parameterCount..<parameterCount + definition.shape.count
    slots.append(
      ParameterSlot(name: "\(node)/\(definition.name)", definition: definition, range: range))
    parameterCount = Arena.aligned(range.upperBound)
  }

  private func unusedName(_ kind: String) -> String {
    var number = 1
    while nodes.contains(where: { $0.name == "\(kind)_\(number)" }) { number += 1 }
    return "\(kind)_\(number)"
  }

  /// How many numbers are learnt.
  public var learntCount: Int {
    slots.filter { $0.definition.role != .state }.reduce(0) { $0 + $1.range.count }
  }

  /// Parameters as the initialisers make them, `parameterCount` numbers. A function of the seed alone.
  public func initialParameters(seed: UInt64) -> [Float] {
    var values = [Float](repeating: 0, count: parameterCount)
    for (index, slot) in slots.enumerated() {
      var random = CounterRandom(seed: seed, stream: RandomStream.initialization + UInt64(index))
      let definition = slot.definition
      values.replaceSubrange(
        slot.range, with: definition.initializer.values(for: definition.shape, using: &random))
    }
    return values
  }
}
