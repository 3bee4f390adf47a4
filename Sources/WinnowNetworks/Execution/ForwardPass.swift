import WinnowKernels

/// What an operation sees of a chunk of events on the way forward. Every tensor has `rows` events.
public struct ForwardPass {
  let chunk: Chunk
  let node: Plan.PlannedNode

  public var mode: Mode { chunk.mode }
  /// The number of events in this chunk.
  public var rows: Int { chunk.rows }
  /// The place of the chunk's first event in the batch, a multiple of 64.
  public var firstRow: Int { chunk.range.lowerBound }
  public var inputCount: Int { node.inputs.count }
  /// Whether a backward pass follows.
  public var keepsForBackward: Bool { node.outputGradient != nil }

  @_lifetime(borrow self)
  public func input(_ index: Int) -> Span<Float> {
    chunk.memory.span(node.inputs[index].range(rows))
  }

  public var output: MutableSpan<Float> {
    @_lifetime(borrow self) get { chunk.memory.mutableSpan(node.output.range(rows)) }
  }

  /// Part of the output of all events together.
  @_lifetime(borrow self)
  public func output(_ part: Range<Int>) -> MutableSpan<Float> {
    let whole = node.output.range(rows)
    precondition(part.upperBound <= whole.count, "a part of the output")
    return chunk.memory.mutableSpan(
      whole.lowerBound + part.lowerBound..<whole.lowerBound + part.upperBound)
  }

  public func inputShape(_ index: Int) -> Shape { node.inputShapes[index] }
  public var outputShape: Shape { node.outputShape }

  @_lifetime(borrow self)
  public func parameter(_ index: Int) -> Span<Float> {
    chunk.parameters.span(node.parameters[index])
  }

  /// A parameter of the role `state`. - Precondition: written by chunk 0 alone, and in training.
  @_lifetime(borrow self)
  public func state(_ index: Int) -> MutableSpan<Float> {
    precondition(chunk.index == 0 && mode == .training, "state belongs to the first chunk")
    return chunk.parameters.mutableSpan(node.parameters[index])
  }

  /// Numbers per event that last until the backward pass.
  public var saved: MutableSpan<Float> {
    @_lifetime(borrow self) get { chunk.memory.mutableSpan(node.saved.range(rows)) }
  }

  /// Part of the saved numbers of all events together.
  @_lifetime(borrow self)
  public func saved(_ part: Range<Int>) -> Span<Float> {
    chunk.memory.span(node.savedRange(part, rows))
  }

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

  /// Random bits of this node and step, the same in both passes.
  public var random: RandomBits { node.random(chunk) }
}

// For operations whose events depend on one another.
extension ForwardPass {
  public var chunkIndex: Int { chunk.index }
  public var chunks: Int { chunk.chunks }
  public var batchRows: Int { chunk.batchRows }
  public func rows(ofChunk index: Int) -> Int { chunk.rows(ofChunk: index) }

  /// Part of this chunk's summary.
  @_lifetime(borrow self)
  public func summary(_ part: Range<Int>) -> MutableSpan<Float> {
    chunk.summaries.mutableSpan(
      node.summaryPart(part, ofChunk: chunk.index, backward: false, chunk.plan.summaryStride))
  }

  /// A chunk's summary, once all have been written.
  @_lifetime(borrow self)
  public func summary(ofChunk index: Int) -> Span<Float> {
    chunk.summaries.span(
      node.summaryRange(ofChunk: index, backward: false, stride: chunk.plan.summaryStride))
  }
}

extension Plan.PlannedNode {
  func scratchRange(_ part: Range<Int>) -> Range<Int> {
    scratch.start + part.lowerBound..<scratch.start + part.upperBound
  }

  func savedRange(_ part: Range<Int>, _ rows: Int) -> Range<Int> {
    precondition(part.upperBound <= saved.count * rows, "a part of what is saved")
    return saved.start + part.lowerBound..<saved.start + part.upperBound
  }

  func random(_ chunk: Chunk) -> RandomBits {
    RandomBits(seed: chunk.seed, stream: RandomStream.dropout(node: index, step: chunk.step))
  }

  func summaryPart(
    _ part: Range<Int>, ofChunk chunk: Int, backward: Bool, _ stride: Int
  ) -> Range<Int> {
    let start = summaryRange(ofChunk: chunk, backward: backward, stride: stride).lowerBound
    return start + part.lowerBound..<start + part.upperBound
  }
}
