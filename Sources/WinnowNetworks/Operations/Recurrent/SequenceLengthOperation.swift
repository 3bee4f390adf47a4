import WinnowCore
import WinnowKernels

/// How long each event's sequence is: up to the last step whose inputs are not all 0. It has no slope.
public struct SequenceLengthOperation: Operation {
  public init() {}
  public var kind: String { "sequence_length" }
  public var backwardNeeds: BackwardNeeds { [] }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    guard inputs[0].dimensions.count == 2 else {
      throw WinnowError(
        .badConfiguration, "takes steps × inputs for each event; got \(inputs[0])")
    }
    return .scalar
  }

  public func forward(_ pass: ForwardPass) {
    var lengths = pass.output
    sequenceLengths(pass.input(0), steps: pass.inputShape(0).dimensions[0], into: &lengths)
  }

  public func backward(_ pass: BackwardPass) {
    guard pass.wantsInputGradient(0) else { return }
    var gradient = pass.inputGradient(0)
    fill(&gradient, with: 0)
  }
}
