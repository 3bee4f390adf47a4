import WinnowKernels

/// y[i, j] = 1 for j = xᵢ, else 0, for whole numbers 0 … count − 1; NaN for others. Its slope is 0.
public struct OneHotOperation: Operation {
  public let count: Int

  /// - Precondition: at least one class.
  public init(_ count: Int) {
    precondition(count > 0, "at least one class")
    self.count = count
  }

  public var kind: String { "one_hot" }
  public var backwardNeeds: BackwardNeeds { [] }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    return Shape(inputs[0] == .scalar ? [count] : inputs[0].dimensions + [count])
  }

  public func forward(_ pass: ForwardPass) {
    var y = pass.output
    oneHot(pass.input(0), count: count, into: &y)
  }

  public func backward(_ pass: BackwardPass) {
    guard pass.wantsInputGradient(0) else { return }
    var gradient = pass.inputGradient(0)
    fill(&gradient, with: 0)
  }
}
