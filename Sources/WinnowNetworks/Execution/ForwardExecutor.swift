import WinnowKernels

/// Applies a graph to any number of events, on several threads.
///
/// Events pass in blocks. The value for an event depends neither on the other events nor on the number of
/// threads: see `Operation.forward`.
final class ForwardExecutor {
  /// Large enough for the matrix product to be fast, small enough for a block to stay in the cache.
  private static let blockRows = 128
  /// Where one event is much work.
  private static let heavyBlockRows = 32

  private let plan: Plan
  private let stages: [Stage]
  private let result: Edge
  private let parameters: Arena
  private let team: ThreadTeam
  private let memories: [Arena]
  private let empty = Arena(count: 0)
  /// All operations, where all can take events side by side.
  private let panels: [any PanelOperation]?

  init(_ graph: Graph, result: Edge, parameters: Arena, team: ThreadTeam) {
    plan = Plan(
      graph, results: [result], rows: graph.isHeavy ? Self.heavyBlockRows : Self.blockRows)
    stages = Stage.stages(of: plan, loss: nil, mode: .inference)
    let operations = plan.nodes.compactMap { $0.operation as? any PanelOperation }
    panels = operations.count == plan.nodes.count && !graph.isHeavy ? operations : nil
    self.result = result
    self.parameters = parameters
    self.team = team
    memories = (0..<team.threads).map { [plan] _ in Arena(count: plan.memory) }
  }

  /// The result for `count` events, row by row.
  ///
  /// - Parameter fill: fills the inputs of one block, of which only the events of `range` exist;
  ///   called from several threads.
  func run(count: Int, fill: (ChunkInputs, Range<Int>) -> Void) -> [Float] {
    run(count: count) { block, events, memory, target in
      let chunk = chunk(block, events, of: count, memory)
      fill(ChunkInputs(chunk: chunk), events)
      for stage in stages { stage.perform(on: chunk, loss: nil) }
      guard let window = plan.edges[result] else { return }
      copy(memory.span(window.range(events.count)), into: &target)
    }
  }

  /// The result for events whose one input is given column by column: the same, event by event.
  func run(_ columns: [[Float]], as input: Edge) -> [Float] {
    let count = columns.first?.count ?? 0, width = columns.count
    guard let panels, count >= EventPanels.width else {
      return run(count: count) { inputs, events in
        var rows = inputs.values(input)
        for (index, column) in columns.enumerated() {
          storeColumn(column.span.extracting(events), at: index, of: &rows, width: width)
        }
      }
    }
    // Where the same thread's next block begins.
    let ahead = memories.count * plan.rows
    return run(count: count) { block, events, memory, target in
      let start = events.lowerBound
      let chunk = chunk(block, start..<start + EventPanels.padded(events.count), of: count, memory)
      var inputs = ChunkInputs(chunk: chunk).values(input)
      for (index, column) in columns.enumerated() {
        storeColumn(column.span.extracting(events), at: index, ofPanels: &inputs, width: width)
        prefetch(column.span, start + ahead..<start + ahead + plan.rows)
      }
      for (operation, node) in zip(panels, plan.nodes) {
        operation.forwardPanels(ForwardPass(chunk: chunk, node: node))
      }
      guard let window = plan.edges[result] else { return }
      copyPanels(memory.span(window.range(chunk.rows)), width: window.count, into: &target)
    }
  }

  /// - Parameter body: of a block's number, its events, a thread's memory, and where their results go.
  private func run(
    count: Int, _ body: (Int, Range<Int>, Arena, inout MutableSpan<Float>) -> Void
  ) -> [Float] {
    let width = plan.graph.shape(of: result).count
    let results = Arena(count: count * width)
    let blocks = (count + plan.rows - 1) / plan.rows
    let lanes = min(memories.count, blocks)
    team.run(lanes) { lane in
      flushingSubnormals {
        for block in stride(from: lane, to: blocks, by: lanes) {
          let events = block * plan.rows..<min(count, (block + 1) * plan.rows)
          var target = results.mutableSpan(events.lowerBound * width..<events.upperBound * width)
          body(block, events, memories[lane], &target)
        }
      }
    }
    return results.values(0..<count * width)
  }

  private func chunk(_ index: Int, _ range: Range<Int>, of count: Int, _ memory: Arena) -> Chunk {
    Chunk(
      plan: plan, mode: .inference, index: index, range: range, batchRows: count, step: 0, seed: 0,
      memory: memory, parameters: parameters, gradient: empty, summaries: empty)
  }
}
