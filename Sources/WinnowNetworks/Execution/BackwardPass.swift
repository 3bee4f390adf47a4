import WinnowKernels

/// What an operation sees of a chunk of events on the way backward. Every tensor has `rows` events.
public struct BackwardPass {
  let chunk: Chunk
  let node: Plan.PlannedNode

  public var mode: Mode { chunk.mode }
  public var rows: Int { chunk.rows }
  public var firstRow: Int { chunk.range.lowerBound }
  public var inputCount: Int { node.inputs.count }

  /// An input's values. - Precondition: `backwardNeeds` has `.inputs`.
  @_lifetime(borrow self)
  public func input(_ index: Int) -> Span<Float> {
    chunk.memory.span(node.inputs[index].range(rows))
  }

  public func inputShape(_ index: Int) -> Shape { node.inputShapes[index] }
  public var outputShape: Shape { node.outputShape }

  /// The output's values. - Precondition: `backwardNeeds` has `.output`.
  public var output: Span<Float> {
    @_lifetime(borrow self) get { chunk.memory.span(node.output.range(rows)) }
  }

  /// The gradient of the output.
  public var outputGradient: Span<Float> {
    @_lifetime(borrow self) get { chunk.memory.span(outputGradientRange) }
  }

  /// The same memory, which the operation may use for results in between.
  public var workingGradient: MutableSpan<Float> {
    @_lifetime(borrow self) get { chunk.memory.mutableSpan(outputGradientRange) }
  }

  private var outputGradientRange: Range<Int> {
    guard let window = node.outputGradient else { preconditionFailure("no backward pass") }
    return window.range(rows)
  }

  public func wantsInputGradient(_ index: Int) -> Bool {
    if case .unwanted = node.inputGradients[index] { return false }
    return true
  }

  /// Where the gradient of an input is written.
  @_lifetime(borrow self)
  public func inputGradient(_ index: Int) -> MutableSpan<Float> {
    switch node.inputGradients[index] {
    case .unwanted: preconditionFailure("nobody wants the gradient of input \(index)")
    case .edge(let window), .beside(let window, addedTo: _):
      return chunk.memory.mutableSpan(window.range(rows))
    }
  }

  @_lifetime(borrow self)
  public func parameter(_ index: Int) -> Span<Float> {
    chunk.parameters.span(node.parameters[index])
  }

  /// Where this chunk's part of a parameter's gradient is written.
  @_lifetime(borrow self)
  public func parameterGradient(_ index: Int) -> MutableSpan<Float> {
    chunk.gradient.mutableSpan(node.parameters[index])
  }

  public var saved: Span<Float> {
    @_lifetime(borrow self) get { chunk.memory.span(node.saved.range(rows)) }
  }

  /// Part of the saved numbers of all events together.
  @_lifetime(borrow self)
  public func saved(_ part: Range<Int>) -> Span<Float> {
    chunk.memory.span(node.savedRange(part, rows))
  }

  /// The same memory, which the operation may use up.
  @_lifetime(borrow self)
  public func mutableSaved(_ part: Range<Int>) -> MutableSpan<Float> {
    chunk.memory.mutableSpan(node.savedRange(part, rows))
  }

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
extension BackwardPass {
  public var chunkIndex: Int { chunk.index }
  public var chunks: Int { chunk.chunks }
  public var batchRows: Int { chunk.batchRows }

  /// Part of this chunk's summary.
  @_lifetime(borrow self)
  public func summary(_ part: Range<Int>) -> MutableSpan<Float> {
    chunk.summaries.mutableSpan(
      node.summaryPart(part, ofChunk: chunk.index, backward: true, chunk.plan.summaryStride))
  }

  /// A chunk's summary, once all have been written.
  @_lifetime(borrow self)
  public func summary(ofChunk index: Int) -> Span<Float> {
    chunk.summaries.span(
      node.summaryRange(ofChunk: index, backward: true, stride: chunk.plan.summaryStride))
  }
}
