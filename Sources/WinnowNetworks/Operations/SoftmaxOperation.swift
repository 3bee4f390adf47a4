import WinnowCore
import WinnowKernels

/// yⱼ = e^zⱼ / Σₖ e^zₖ: logits to probabilities.
public struct SoftmaxOperation: Operation {
  public init() {}
  public var kind: String { "softmax" }
  public var backwardNeeds: BackwardNeeds { .output }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    try requireVector(inputs[0])
    return inputs[0]
  }

  public func forward(_ pass: ForwardPass) {
    var y = pass.output
    softmaxRows(pass.input(0), rows: pass.rows, into: &y)
  }

  public func backward(_ pass: BackwardPass) {
    guard pass.wantsInputGradient(0) else { return }
    var gradient = pass.inputGradient(0)
    softmaxSlope(
      outputs: pass.output, upstream: pass.outputGradient, rows: pass.rows, into: &gradient)
  }
}
