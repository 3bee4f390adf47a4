import WinnowKernels

/// y = a · b, element by element, of two tensors of one shape.
public struct MultiplyOperation: Operation {
  public init() {}
  public var kind: String { "multiply" }
  public var backwardNeeds: BackwardNeeds { .inputs }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try commonShape(2, inputs)
  }

  public func forward(_ pass: ForwardPass) {
    var y = pass.output
    multiply(pass.input(0), pass.input(1), into: &y)
  }

  public func backward(_ pass: BackwardPass) {
    for index in 0..<2 where pass.wantsInputGradient(index) {
      var gradient = pass.inputGradient(index)
      multiply(pass.outputGradient, pass.input(1 - index), into: &gradient)
    }
  }
}
