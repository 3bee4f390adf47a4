import WinnowCore
import WinnowKernels

/// w Σⱼ (yⱼ − tⱼ)² over the outputs of an event with weight w.
public struct SquaredError: Loss {
  public init() {}
  public var kind: String { "squared_error" }
  public var name: String { "squared error" }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(3, inputs)
    try requireEqualShapes(Array(inputs[..<2]))
    try requireOneWeight(inputs[2])
    return .scalar
  }

  public func forward(_ pass: ForwardPass) {
    var losses = pass.output
    squaredError(
      outputs: pass.input(0), targets: pass.input(1), weights: pass.input(2), into: &losses)
  }

  public func backward(_ pass: BackwardPass) {
    guard pass.wantsInputGradient(0) else { return }
    var gradient = pass.inputGradient(0)
    squaredErrorSlope(
      outputs: pass.input(0), targets: pass.input(1), weights: pass.input(2),
      upstream: pass.outputGradient, into: &gradient)
  }
}
