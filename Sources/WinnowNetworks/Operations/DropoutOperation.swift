import WinnowKernels

/// In training, y = x · m / (1 − p) with a random mask m that is 0 with probability p; else y = x.
///
/// Srivastava et al., JMLR 15 (2014) 1929. The mask is a function of seed, node, step and place alone.
public struct DropoutOperation: PanelOperation {
  public let probability: Float

  /// - Precondition: 0 ≤ probability < 1.
  public init(_ probability: Float) {
    precondition(probability >= 0 && probability < 1, "a probability below 1")
    self.probability = probability
  }

  public var kind: String { "dropout" }
  public var backwardNeeds: BackwardNeeds { [] }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    return inputs[0]
  }

  /// Masks start at multiples of 64 numbers.
  public func rowMultiple(for inputs: [Shape]) -> Int {
    64 >> min(6, inputs[0].count.trailingZeroBitCount)
  }

  public func forward(_ pass: ForwardPass) {
    let x = pass.input(0)
    var y = pass.output
    guard pass.mode == .training else { return copy(x, into: &y) }
    let place = pass.firstRow * (x.count / pass.rows)
    applyDropout(x, probability: probability, bits: pass.random, place: place, into: &y)
  }

  public func forwardPanels(_ pass: ForwardPass) { forward(pass) }

  public func backward(_ pass: BackwardPass) {
    guard pass.wantsInputGradient(0) else { return }
    let upstream = pass.outputGradient
    var gradient = pass.inputGradient(0)
    guard pass.mode == .training else { return copy(upstream, into: &gradient) }
    let place = pass.firstRow * (upstream.count / pass.rows)
    applyDropout(
      upstream, probability: probability, bits: pass.random, place: place, into: &gradient)
  }
}
