import WinnowKernels

/// y = f(a, b), element by element, of two tensors of one shape: difference, quotient, power, larger,
/// smaller.
public struct ElementwiseOperation: Operation {
  public let function: any PairFunction
  public init(_ function: any PairFunction) { self.function = function }

  public var kind: String { function.name }
  public var backwardNeeds: BackwardNeeds { .inputs }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try commonShape(2, inputs)
  }

  public func forward(_ pass: ForwardPass) {
    var y = pass.output
    function.apply(pass.input(0), pass.input(1), into: &y)
  }

  public func backward(_ pass: BackwardPass) {
    for index in 0..<2 where pass.wantsInputGradient(index) {
      var gradient = pass.inputGradient(index)
      function.slope(
        pass.input(0), pass.input(1), upstream: pass.outputGradient, second: index == 1,
        into: &gradient)
    }
  }
}
