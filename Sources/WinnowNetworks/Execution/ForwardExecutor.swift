import WinnowKernels

/// Applies a graph to any number of events, on several threads.
///
/// Events pass in blocks of one fixed size. Where an operation's bits may depend on that size, the last
/// block is filled up with rows that are ignored. So the value for an event depends neither on the other
/// events nor on the number of threads.
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
  private let fillsBlocks: Bool

  init(_ graph: Graph, result: Edge, parameters: Arena, team: ThreadTeam) {
    plan = Plan(
      graph, results: [result], rows: graph.isHeavy ? Self.heavyBlockRows : Self.blockRows)
    stages = Stage.stages(of: plan, loss: nil, mode: .inference)
    fillsBlocks = !plan.nodes.allSatisfy { $0.operation.isIndependentOfBlockSize }
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
    let width = plan.graph.shape(of: result).count
    let results = Arena(count: count * width)
    let blocks = (count + plan.rows - 1) / plan.rows
    let lanes = min(memories.count, blocks)
    team.run(lanes) { lane in
      flushingSubnormals {
        for block in stride(from: lane, to: blocks, by: lanes) {
          runBlock(block, count: count, memory: memories[lane], into: results, fill: fill)
        }
      }
    }
    return results.values(0..<count * width)
  }

  private func runBlock(
    _ block: Int, count: Int, memory: Arena, into results: Arena,
    fill: (ChunkInputs, Range<Int>) -> Void
  ) {
    let first = block * plan.rows
    let events = first..<min(count, first + plan.rows)
    let chunk = Chunk(
      plan: plan, mode: .inference, index: block,
      range: fillsBlocks ? first..<first + plan.rows : events, batchRows: count, step: 0, seed: 0,
      memory: memory, parameters: parameters, gradient: empty, summaries: empty)
    fill(ChunkInputs(chunk: chunk), events)
    for stage in stages { stage.perform(on: chunk, loss: nil) }
    guard let window = plan.edges[result] else { return }
    var target = results.mutableSpan(
      events.lowerBound * window.count..<events.upperBound * window.count)
    copy(memory.span(window.range(events.count)), into: &target)
  }
}
