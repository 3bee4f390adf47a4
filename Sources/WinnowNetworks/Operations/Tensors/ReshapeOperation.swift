import WinnowCore
import WinnowKernels

/// The same numbers in the same order under another shape.
public struct ReshapeOperation: Operation {
  public let shape: Shape
  public init(_ shape: Shape) { self.shape = shape }

  public var kind: String { "reshape" }
  public var backwardNeeds: BackwardNeeds { [] }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    guard inputs[0].count == shape.count else {
      throw WinnowError(
        .badConfiguration,
        "makes \(shape), \(shape.count) numbers; got \(inputs[0]), \(inputs[0].count) numbers")
    }
    return shape
  }

  public func forward(_ pass: ForwardPass) {
    var y = pass.output
    copy(pass.input(0), into: &y)
  }

  public func backward(_ pass: BackwardPass) {
    guard pass.wantsInputGradient(0) else { return }
    var gradient = pass.inputGradient(0)
    copy(pass.outputGradient, into: &gradient)
  }
}
