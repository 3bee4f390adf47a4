import WinnowKernels

/// Computes a loss and its gradient for batches of events, on several threads.
///
/// A batch is cut into chunks whose size depends on the largest batch alone. Each chunk has its own
/// memory and its own gradient, and the gradients are joined in the order of the chunks: the same bits
/// at any thread count. All memory is allocated here, once.
public final class GradientExecutor {
  private let plan: Plan
  private let stages: [Stage]
  private let loss: Edge
  private let mode: Mode
  private let seed: UInt64
  private let parameters: Arena
  private let team: ThreadTeam
  private let memories: [Arena]
  private let gradients: [Arena]
  private let summaries: Arena

  /// - Parameters:
  ///   - loss: the edge with one loss per event.
  ///   - inputGradients: graph inputs whose gradients are wanted too.
  ///   - parameters: `graph.parameterCount` numbers, shared with whoever updates them.
  ///   - batch: the largest number of events at once.
  public init(
    _ graph: Graph, loss: Edge, inputGradients: [Edge] = [], parameters: Arena, batch: Int,
    mode: Mode = .training, seed: UInt64, team: ThreadTeam
  ) {
    precondition(parameters.count >= graph.parameterCount && batch > 0, "memory and a batch")
    let rows = Self.chunkRows(batch: batch)
    plan = Plan(
      graph, results: [], loss: loss, inputGradients: inputGradients, rows: min(rows, batch))
    stages = Stage.stages(of: plan, loss: loss, mode: mode)
    self.loss = loss
    self.mode = mode
    self.seed = seed
    self.parameters = parameters
    self.team = team
    let chunks = (batch + plan.rows - 1) / plan.rows
    memories = (0..<chunks).map { [plan] _ in Arena(count: plan.memory) }
    gradients = (0..<chunks).map { _ in Arena(count: graph.parameterCount) }
    summaries = Arena(count: chunks * plan.summaryStride)
  }

  /// At least 64 events, so that matrix products are worth their calls, and at most eight chunks or so,
  /// so that joining gradients stays cheap. A multiple of 64, where masks of dropout may start.
  static func chunkRows(batch: Int) -> Int {
    let eighth = (batch + 7) / 8
    return max(64, (eighth + 63) / 64 * 64)
  }

  /// Runs a batch and returns the sum of its losses.
  ///
  /// - Parameters:
  ///   - component: the component of the loss that is differentiated; all where nil.
  ///   - fill: fills the inputs of one chunk; called from several threads.
  public func run(
    rows: Int, step: Int, component: Int? = nil, fill: (ChunkInputs) -> Void
  ) -> Double {
    let chunks = chunkCount(rows)
    precondition(rows > 0 && chunks <= memories.count, "a batch of at most the planned size")
    for (number, stage) in stages.enumerated() {
      forEach(chunks, work: rows * plan.graph.parameterCount) { index in
        var chunk = self.chunk(index, rows: rows, step: step)
        chunk.component = component
        if number == 0 { fill(ChunkInputs(chunk: chunk)) }
        stage.perform(on: chunk, loss: loss)
      }
    }
    return sumOfLosses(rows: rows)
  }

  /// The chunks that a batch of that size has.
  func chunkCount(_ rows: Int) -> Int { (rows + plan.rows - 1) / plan.rows }

  /// Joins the chunks' gradients over a range of parameters, in the order of the chunks, and hands the
  /// sum over.
  func joinGradients(
    _ range: Range<Int>, rows: Int, _ use: (inout MutableSpan<Float>) -> Void
  ) {
    withJoinedGradient(range) { sum in
      for other in gradients[1..<chunkCount(rows)] { add(other.span(range), to: &sum) }
      use(&sum)
    }
  }

  /// Hands over the sum that `joinGradients` left.
  func withJoinedGradient(_ range: Range<Int>, _ use: (inout MutableSpan<Float>) -> Void) {
    let first = gradients[0]
    var sum = first.mutableSpan(range)
    use(&sum)
  }

  /// The gradient of all parameters after `run`, `graph.parameterCount` numbers.
  public func parameterGradient(rows: Int) -> [Float] {
    let total = Arena(count: plan.graph.parameterCount)
    for gradient in gradients[..<chunkCount(rows)] {
      var sum = total.mutableSpan(0..<total.count)
      add(gradient.span(0..<total.count), to: &sum)
    }
    return total.values(0..<total.count)
  }

  /// The gradient of an input after `run`, event by event.
  /// - Precondition: it was among `inputGradients`.
  public func inputGradient(_ edge: Edge, rows: Int) -> [Float] {
    guard let window = plan.gradients[edge] else { preconditionFailure("not asked for") }
    return (0..<chunkCount(rows)).flatMap { index in
      memories[index].values(window.range(chunk(index, rows: rows, step: 0).rows))
    }
  }

  /// Whole steps below some ten microseconds are not worth waking threads for.
  func forEach(_ tasks: Int, work: Int, _ body: (Int) -> Void) {
    if work < 200_000 {
      flushingSubnormals { for task in 0..<tasks { body(task) } }
    } else {
      team.run(tasks) { task in flushingSubnormals { body(task) } }
    }
  }

  private func chunk(_ index: Int, rows: Int, step: Int) -> Chunk {
    let first = index * plan.rows
    return Chunk(
      plan: plan, mode: mode, index: index, range: first..<min(rows, first + plan.rows),
      batchRows: rows, step: step, seed: seed, memory: memories[index], parameters: parameters,
      gradient: gradients[index], summaries: summaries)
  }

  private func sumOfLosses(rows: Int) -> Double {
    guard let window = plan.edges[loss] else { return 0 }
    var total = 0.0
    for (index, memory) in memories[..<chunkCount(rows)].enumerated() {
      total += sum(memory.span(window.range(min(plan.rows, rows - index * plan.rows))))
    }
    return total
  }
}
