import WinnowKernels

/// Whether batch statistics and dropout act as in training or as in use.
public enum Mode: Sendable { case training, inference }

/// A chunk of the events of a batch, on its way through a plan.
struct Chunk {
  let plan: Plan
  let mode: Mode
  /// Its number in the batch, and its events there.
  let index: Int
  let range: Range<Int>
  let batchRows: Int
  /// The training step, and the seed of its random numbers.
  let step: Int
  let seed: UInt64
  let memory: Arena
  let parameters: Arena
  /// This chunk's part of the gradient of all parameters; empty without a backward pass.
  let gradient: Arena
  /// The summaries of all chunks.
  let summaries: Arena
  /// The one component of the loss that is differentiated; all where nil.
  var component: Int?

  var rows: Int { range.count }
  var chunks: Int { (batchRows + plan.rows - 1) / plan.rows }

  func rows(ofChunk chunk: Int) -> Int { min(plan.rows, batchRows - chunk * plan.rows) }
}

/// The inputs of a chunk, to be filled.
public struct ChunkInputs {
  let chunk: Chunk

  /// The places of its events in the batch.
  public var range: Range<Int> { chunk.range }

  /// An input's memory, one row per event of the range.
  @_lifetime(borrow self)
  public func values(_ edge: Edge) -> MutableSpan<Float> {
    chunk.memory.mutableSpan(window(edge).range(chunk.rows))
  }

  private func window(_ edge: Edge) -> Plan.Window {
    guard let window = chunk.plan.edges[edge] else { preconditionFailure("no edge of this graph") }
    return window
  }
}
