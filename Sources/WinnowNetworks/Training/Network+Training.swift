import WinnowCore

// The short way to train and use a network:
//
//     let layers = Sequential { Dense(64, activation: .relu); Dense(1) }
//     var network = try Network(inputs: 4, layers: layers, seed: 1)
//     let record = try network.fit(examples, validation: others)
//     let loss = try network.evaluate(test)
//     let outputs = network.predict(columns)
extension Network {
  /// Trains the network in place and returns the history.
  ///
  /// - Throws: as `NetworkTrainer.train`.
  @discardableResult
  public mutating func fit(
    _ examples: Examples, validation: Examples? = nil,
    by trainer: NetworkTrainer = NetworkTrainer(phases: [TrainingPhase()]),
    in context: RunContext = RunContext()
  ) throws -> TrainingRecord {
    let (trained, record) = try trainer.train(self, on: examples, validation: validation, in: context)
    self = trained
    return record
  }

  /// The weighted mean loss of examples.
  /// - Throws: `badConfiguration` where network, loss and examples do not fit.
  public func evaluate(
    _ examples: Examples, loss: any Objective = BinaryCrossEntropy(), threads: Int = 1
  ) throws -> Double {
    try examples.requireFit(self)
    let edges = try TrainingSession.LossEdges(self, loss: loss, targetCount: examples.targetCount)
    let shared = TrainingSession.Shared(
      parameters: parameterMemory(), slots: graph.slots.count, in: RunContext(threads: threads))
    return ValidationLoss(edges, on: examples, shared).compute(with: shared.parameters)
  }

  /// Outputs for events given column by column, `[output][event]`. - Precondition: `inputCount` columns.
  public func predict(_ columns: [[Float]], threads: Int = 1) -> [[Float]] {
    outputs(for: columns, threads: threads).columns(outputCount)
  }

  /// A table of all nodes: name, kind, output shape, number of parameters; and their sums.
  public var summary: String {
    let rows = graph.nodes.map { node in
      let count = node.parameters.reduce(0) { $0 + graph.slots[$1].range.count }
      return [node.name, node.operation.kind, graph.shape(of: node.output).description, "\(count)"]
    }
    let table = [["node", "operation", "output", "parameters"]] + rows
    let widths = (0..<4).map { column in table.map { $0[column].count }.max() ?? 0 }
    let lines = table.map { row in
      zip(row, widths).map { text, width in text + String(repeating: " ", count: width - text.count) }
        .joined(separator: "  ")
    }
    let kept = graph.slots.filter { $0.definition.role == .state }.reduce(0) { $0 + $1.range.count }
    return lines.joined(separator: "\n")
      + "\n\(graph.learntCount) parameters are learnt, \(kept) are kept up to date beside them"
  }
}

extension Examples {
  /// - Throws: `badConfiguration` where a network takes other inputs.
  func requireFit(_ network: Network) throws {
    guard inputCount == network.inputCount else {
      throw WinnowError(
        .badConfiguration,
        "the network takes \(network.inputCount) inputs; the examples have \(inputCount)")
    }
  }
}
