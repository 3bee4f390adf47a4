import WinnowCore
import WinnowKernels

/// A loss w Σⱼ l(yⱼ, tⱼ) over the outputs of an event with weight w. A new one is a file with such a
/// type and its function in the kernels.
public protocol PointwiseLoss: Loss {
  var function: any PointwiseLossFunction { get }
}

extension PointwiseLoss {
  public var backwardNeeds: BackwardNeeds { .inputs }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(3, inputs)
    try requireEqualShapes(Array(inputs[..<2]))
    try requireOneWeight(inputs[2])
    return .scalar
  }

  public func forward(_ pass: ForwardPass) {
    var losses = pass.output
    function.apply(
      outputs: pass.input(0), targets: pass.input(1), weights: pass.input(2), into: &losses)
  }

  public func backward(_ pass: BackwardPass) {
    guard pass.wantsInputGradient(0) else { return }
    var gradient = pass.inputGradient(0)
    function.slope(
      outputs: pass.input(0), targets: pass.input(1), weights: pass.input(2),
      upstream: pass.outputGradient, into: &gradient)
  }
}

extension Loss {
  /// - Throws: `badConfiguration` unless the weights are one number for each event.
  func requireOneWeight(_ shape: Shape) throws {
    guard shape.count == 1 else {
      throw WinnowError(.badConfiguration, "takes one weight for each event; got \(shape)")
    }
  }
}
