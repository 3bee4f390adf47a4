import WinnowKernels

/// What an operation sees of a chunk of events, forward or backward. Every tensor has `rows` events.
public struct Pass<Direction: PassDirection> {
  let chunk: Chunk
  let node: Plan.PlannedNode

  public var mode: Mode { chunk.mode }
  /// The number of events in this chunk.
  public var rows: Int { chunk.rows }
  /// The place of the chunk's first event in the batch, a multiple of 64.
  public var firstRow: Int { chunk.range.lowerBound }
  public var inputCount: Int { node.inputs.count }

  public func inputShape(_ index: Int) -> Shape { node.inputShapes[index] }
  public var outputShape: Shape { node.outputShape }

  /// An input's values. - Precondition: on the way backward, `backwardNeeds` has `.inputs`.
  @_lifetime(borrow self)
  public func input(_ index: Int) -> Span<Float> {
    chunk.memory.span(node.inputs[index].range(rows))
  }

  @_lifetime(borrow self)
  public func parameter(_ index: Int) -> Span<Float> {
    chunk.parameters.span(node.parameters[index])
  }

  /// Part of the saved numbers of all events together, which last until the backward pass.
  @_lifetime(borrow self)
  public func saved(_ part: Range<Int>) -> Span<Float> {
    chunk.memory.span(node.savedRange(part, rows))
  }

  /// To write them; on the way backward, to use them up.
  @_lifetime(borrow self)
  public func mutableSaved(_ part: Range<Int>) -> MutableSpan<Float> {
    chunk.memory.mutableSpan(node.savedRange(part, rows))
  }

  /// Numbers of the chunk that last until the backward pass.
  @_lifetime(borrow self)
  public func scratch(_ part: Range<Int>) -> Span<Float> {
    chunk.memory.span(node.scratchRange(part))
  }

  @_lifetime(borrow self)
  public func mutableScratch(_ part: Range<Int>) -> MutableSpan<Float> {
    chunk.memory.mutableSpan(node.scratchRange(part))
  }

  /// Random bits of this node and step, the same in both directions.
  public var random: RandomBits { node.random(chunk) }
}

/// Which way a pass goes.
public protocol PassDirection {
  static var isBackward: Bool { get }
}

// For operations whose events depend on one another.
extension Pass {
  public var chunkIndex: Int { chunk.index }
  public var chunks: Int { chunk.chunks }
  public var batchRows: Int { chunk.batchRows }
  public func rows(ofChunk index: Int) -> Int { chunk.rows(ofChunk: index) }

  /// Part of this chunk's summary.
  @_lifetime(borrow self)
  public func summary(_ part: Range<Int>) -> MutableSpan<Float> {
    let start = summaryRange(ofChunk: chunk.index).lowerBound
    return chunk.summaries.mutableSpan(start + part.lowerBound..<start + part.upperBound)
  }

  /// A chunk's summary, once all have been written.
  @_lifetime(borrow self)
  public func summary(ofChunk index: Int) -> Span<Float> {
    chunk.summaries.span(summaryRange(ofChunk: index))
  }

  private func summaryRange(ofChunk index: Int) -> Range<Int> {
    node.summaryRange(
      ofChunk: index, backward: Direction.isBackward, stride: chunk.plan.summaryStride)
  }
}

extension Plan.PlannedNode {
  fileprivate func scratchRange(_ part: Range<Int>) -> Range<Int> {
    scratch.start + part.lowerBound..<scratch.start + part.upperBound
  }

  fileprivate func savedRange(_ part: Range<Int>, _ rows: Int) -> Range<Int> {
    precondition(part.upperBound <= saved.count * rows, "a part of what is saved")
    return saved.start + part.lowerBound..<saved.start + part.upperBound
  }

  fileprivate func random(_ chunk: Chunk) -> RandomBits {
    RandomBits(seed: chunk.seed, stream: RandomStream.dropout(node: index, step: chunk.step))
  }
}
