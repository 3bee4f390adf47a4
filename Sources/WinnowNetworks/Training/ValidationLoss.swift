import WinnowKernels

/// The mean loss of a sample with the network as it is in use: no dropout, running averages.
final class ValidationLoss {
  private let examples: Examples
  private let edges: TrainingSession.LossEdges
  private let executor: ForwardExecutor
  private let parameters: Arena

  init(_ edges: TrainingSession.LossEdges, on examples: Examples, _ shared: TrainingSession.Shared) {
    self.examples = examples
    self.edges = edges
    parameters = Arena(count: shared.parameters.count)
    executor = ForwardExecutor(
      edges.graph, result: edges.loss, parameters: parameters, team: shared.team)
  }

  func compute(with present: Arena) -> Double {
    let parameters = parameters
    var all = parameters.mutableSpan(0..<parameters.count)
    copy(present.all, into: &all)
    let losses = executor.run(count: examples.count) { inputs, events in
      fill(edges.features, from: examples.features, examples.inputCount, events, inputs)
      fill(edges.targets, from: examples.targets, examples.targetCount, events, inputs)
      fill(edges.weights, from: examples.weights, 1, events, inputs)
    }
    return sum(losses.span) / Double(examples.count)
  }

  private func fill(
    _ edge: Edge, from rows: Arena, _ width: Int, _ events: Range<Int>, _ inputs: ChunkInputs
  ) {
    var target = inputs.values(edge)
    copy(rows.span(events.lowerBound * width..<events.upperBound * width), into: &target)
  }
}
