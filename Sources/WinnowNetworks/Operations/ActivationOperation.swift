import WinnowKernels

/// y = f(x), element by element. In a dense layer the activation is fused instead.
public struct ActivationOperation: PanelOperation {
  public let activation: Activation
  public init(_ activation: Activation) { self.activation = activation }

  public var kind: String { "activation" }
  public var backwardNeeds: BackwardNeeds {
    activation.function.slopeNeedsInput ? .inputs : .output
  }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    return inputs[0]
  }

  public func forward(_ pass: ForwardPass) {
    var y = pass.output
    copy(pass.input(0), into: &y)
    activation.function.apply(to: &y)
  }

  public func forwardPanels(_ pass: ForwardPass) { forward(pass) }

  public func backward(_ pass: BackwardPass) {
    guard pass.wantsInputGradient(0) else { return }
    var gradient = pass.inputGradient(0)
    copy(pass.outputGradient, into: &gradient)
    let argument = activation.function.slopeNeedsInput ? pass.input(0) : pass.output
    activation.function.multiply(&gradient, bySlopeAt: argument)
  }
}
