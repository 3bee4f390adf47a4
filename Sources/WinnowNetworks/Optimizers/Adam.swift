import Foundation
import WinnowKernels

/// Steps scaled by running means of g and g² (Kingma and Ba, arXiv:1412.6980, algorithm 1).
public struct Adam: Optimizer {
  public static let name = "adam"
  public let beta1: Double
  public let beta2: Double
  public let epsilon: Double
  public var memoryCount: Int { 2 }

  public init(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  public func update(_ slice: ParameterSlice, gradient: Span<Float>) {
    update(slice, gradient: gradient, shrink: 1)
  }

  /// - Parameter shrink: what the parameters are multiplied by first.
  func update(_ slice: ParameterSlice, gradient: Span<Float>, shrink: Float) {
    var values = slice.values, mean = slice.memory(0), square = slice.memory(1)
    let step = Double(slice.step)
    adamStep(
      &values, gradient: gradient, mean: &mean, square: &square,
      AdamStep(
        decays: (beta1, beta2),
        rate: Float(Double(slice.rate) / (1 - pow(beta1, step))),
        spreadScale: Float(1 / (1 - pow(beta2, step)).squareRoot()),
        epsilon: Float(epsilon), shrink: shrink))
  }
}
