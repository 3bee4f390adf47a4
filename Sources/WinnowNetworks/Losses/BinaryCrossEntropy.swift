import WinnowCore
import WinnowKernels

/// w (ln(1 + eᶻ) − t z) for logits z, targets t in [0, 1] and event weights w; t = 1 is signal.
public struct BinaryCrossEntropy: Loss {
  public init() {}
  public var kind: String { "binary_cross_entropy" }
  public var name: String { "cross entropy" }
  public var isLikelihood: Bool { true }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(3, inputs)
    try requireEqualShapes(inputs)
    guard inputs[0].count == 1 else {
      throw WinnowError(.badConfiguration, "takes one logit for each event; got \(inputs[0])")
    }
    return .scalar
  }

  public func forward(_ pass: ForwardPass) {
    var losses = pass.output
    binaryCrossEntropy(
      logits: pass.input(0), targets: pass.input(1), weights: pass.input(2), into: &losses)
  }

  public func backward(_ pass: BackwardPass) {
    guard pass.wantsInputGradient(0) else { return }
    var gradient = pass.inputGradient(0)
    binaryCrossEntropySlope(
      logits: pass.input(0), targets: pass.input(1), weights: pass.input(2),
      upstream: pass.outputGradient, into: &gradient)
  }
}
