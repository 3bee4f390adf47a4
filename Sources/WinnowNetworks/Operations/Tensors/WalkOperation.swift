import WinnowKernels

/// An operation of one input whose output is made of the input's numbers at other places. The gradient
/// goes back along the same walk.
protocol WalkOperation: Operation {
  /// From the input to the output.
  func walk(_ input: Shape, _ output: Shape, rows: Int) -> TensorWalk
  /// What stands in the output where the walk does not go; nil where it goes everywhere.
  var filling: Float? { get }
}

extension WalkOperation {
  public var backwardNeeds: BackwardNeeds { [] }
  var filling: Float? { nil }

  public func forward(_ pass: ForwardPass) {
    var y = pass.output
    if let filling { fill(&y, with: filling) }
    copy(
      pass.input(0), along: walk(pass.inputShape(0), pass.outputShape, rows: pass.rows), into: &y)
  }

  public func backward(_ pass: BackwardPass) {
    guard pass.wantsInputGradient(0) else { return }
    var gradient = pass.inputGradient(0)
    fill(&gradient, with: 0)
    let walk = walk(pass.inputShape(0), pass.outputShape, rows: pass.rows).reversed
    add(pass.outputGradient, along: walk, to: &gradient)
  }
}
