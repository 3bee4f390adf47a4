import WinnowCore
import WinnowKernels

/// −w Σⱼ tⱼ ln softmax(z)ⱼ for logits z, one per class, and targets that are 1 for the event's class and
/// else 0.
public struct CategoricalCrossEntropy: Loss {
  public init() {}
  public var kind: String { "categorical_cross_entropy" }
  public var name: String { "cross entropy" }
  public var isLikelihood: Bool { true }
  public var backwardNeeds: BackwardNeeds { .inputs }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(3, inputs)
    try requireEqualShapes(Array(inputs[..<2]))
    try requireVector(inputs[0])
    try requireOneWeight(inputs[2])
    return .scalar
  }

  public func forward(_ pass: ForwardPass) {
    var losses = pass.output
    categoricalCrossEntropy(
      logits: pass.input(0), targets: pass.input(1), weights: pass.input(2), into: &losses)
  }

  public func backward(_ pass: BackwardPass) {
    guard pass.wantsInputGradient(0) else { return }
    var gradient = pass.inputGradient(0)
    categoricalCrossEntropySlope(
      logits: pass.input(0), targets: pass.input(1), weights: pass.input(2),
      upstream: pass.outputGradient, into: &gradient)
  }
}
