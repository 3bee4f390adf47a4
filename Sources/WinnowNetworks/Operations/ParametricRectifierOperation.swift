import WinnowCore
import WinnowKernels

/// y = x for x > 0, else a x, with a learnt for each feature or channel, 0.25 at first (He et al.,
/// arXiv:1502.01852).
public struct ParametricRectifierOperation: Operation {
  public init() {}
  public var kind: String { "prelu" }
  public var backwardNeeds: BackwardNeeds { .inputs }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    return inputs[0]
  }

  public func parameters(for inputs: [Shape]) -> [ParameterDefinition] {
    [ParameterDefinition("slope", Shape(inputs[0].dimensions.last ?? 1), .offset, ConstantInitializer(0.25))]
  }

  public func forward(_ pass: ForwardPass) {
    var y = pass.output
    parametricRectifier(pass.input(0), slopes: pass.parameter(0), into: &y)
  }

  public func backward(_ pass: BackwardPass) {
    let x = pass.input(0), upstream = pass.outputGradient
    var slopeGradient = pass.parameterGradient(0)
    parametricRectifierSlopeGradient(
      x, upstream: upstream, rows: x.count / slopeGradient.count, into: &slopeGradient)
    guard pass.wantsInputGradient(0) else { return }
    var gradient = pass.inputGradient(0)
    parametricRectifierSlope(x, slopes: pass.parameter(0), upstream: upstream, into: &gradient)
  }
}
