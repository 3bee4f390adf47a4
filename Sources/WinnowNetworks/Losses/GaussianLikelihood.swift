import WinnowCore
import WinnowKernels

/// w Σⱼ ½ (sⱼ + (tⱼ − μⱼ)² e^−sⱼ): learns a target's mean μ and its variance eˢ, event by event. The
/// network has two outputs per target: first all μ, then all s.
public struct GaussianLikelihood: Loss {
  public init() {}
  public var kind: String { "gaussian_likelihood" }
  public var name: String { "Gaussian likelihood" }
  public var isLikelihood: Bool { true }
  public var backwardNeeds: BackwardNeeds { .inputs }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(3, inputs)
    try requireVector(inputs[0])
    guard inputs[0].count == 2 * inputs[1].count else {
      throw WinnowError(
        .badConfiguration, "takes two outputs per target; got \(inputs[0]) for \(inputs[1])")
    }
    try requireOneWeight(inputs[2])
    return .scalar
  }

  public func forward(_ pass: ForwardPass) {
    var losses = pass.output
    gaussianLikelihood(
      outputs: pass.input(0), targets: pass.input(1), weights: pass.input(2), into: &losses)
  }

  public func backward(_ pass: BackwardPass) {
    guard pass.wantsInputGradient(0) else { return }
    var gradient = pass.inputGradient(0)
    gaussianLikelihoodSlope(
      outputs: pass.input(0), targets: pass.input(1), weights: pass.input(2),
      upstream: pass.outputGradient, into: &gradient)
  }
}
