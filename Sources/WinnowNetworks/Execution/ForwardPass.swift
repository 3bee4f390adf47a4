import WinnowKernels

/// From the inputs to the output.
public enum Forward: PassDirection {
  public static var isBackward: Bool { false }
}

/// What an operation sees of a chunk of events on the way forward.
public typealias ForwardPass = Pass<Forward>

extension ForwardPass {
  /// Whether a backward pass follows.
  public var keepsForBackward: Bool { node.outputGradient != nil }

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
}
