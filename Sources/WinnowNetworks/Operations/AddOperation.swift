import WinnowKernels

/// y = x₀ + x₁ + …, of tensors of one shape.
public struct AddOperation: Operation {
  public init() {}
  public var kind: String { "add" }
  public var backwardNeeds: BackwardNeeds { [] }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try commonShape(max(1, inputs.count), inputs)
  }

  public func forward(_ pass: ForwardPass) {
    var y = pass.output
    copy(pass.input(0), into: &y)
    for index in 1..<pass.inputCount { add(pass.input(index), to: &y) }
  }

  public func backward(_ pass: BackwardPass) {
    for index in 0..<pass.inputCount where pass.wantsInputGradient(index) {
      var gradient = pass.inputGradient(index)
      copy(pass.outputGradient, into: &gradient)
    }
  }
}
