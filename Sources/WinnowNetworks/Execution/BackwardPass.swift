import WinnowKernels

/// From the gradient of the output to those of the inputs and parameters.
public enum Backward: PassDirection {
  public static var isBackward: Bool { true }
}

/// What an operation sees of a chunk of events on the way backward.
public typealias BackwardPass = Pass<Backward>

extension BackwardPass {
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

  /// Where this chunk's part of a parameter's gradient is written.
  @_lifetime(borrow self)
  public func parameterGradient(_ index: Int) -> MutableSpan<Float> {
    chunk.gradient.mutableSpan(node.parameters[index])
  }

  /// Numbers per event that the forward pass has kept.
  public var saved: Span<Float> {
    @_lifetime(borrow self) get { chunk.memory.span(node.saved.range(rows)) }
  }
}
