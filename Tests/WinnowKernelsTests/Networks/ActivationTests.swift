import Foundation
import Testing
import WinnowKernels

/// An activation and its exact form.
struct ActivationCase: Sendable, CustomStringConvertible {
  let function: any ActivationFunction
  let exact: @Sendable (Double) -> Double
  var description: String { function.name }
}

@Suite struct ActivationTests {
  static let cases = [
    ActivationCase(function: Identity()) { $0 },
    ActivationCase(function: LogisticSigmoid()) { 1 / (1 + exp(-$0)) },
    ActivationCase(function: HyperbolicTangent()) { tanh($0) },
    ActivationCase(function: RectifiedLinear()) { max($0, 0) },
    ActivationCase(function: LeakyRectifiedLinear()) { $0 > 0 ? $0 : 0.01 * $0 },
    ActivationCase(function: ExponentialLinear()) { $0 > 0 ? $0 : expm1($0) },
    ActivationCase(function: ScaledExponentialLinear()) {
      1.0507009873554805 * ($0 > 0 ? $0 : 1.6732632423543772 * expm1($0))
    },
    ActivationCase(function: Softplus()) { log1p(exp($0)) },
    ActivationCase(function: Softsign()) { $0 / (1 + abs($0)) },
    ActivationCase(function: InverseTangent()) { atan($0) },
    ActivationCase(function: BinaryStep()) { $0 > 0 ? 1 : 0 },
    ActivationCase(function: Gaussian()) { exp(-$0 * $0) },
    ActivationCase(function: SigmoidLinear()) { $0 / (1 + exp(-$0)) },
    ActivationCase(function: GaussianErrorLinear()) {
      0.5 * $0 * (1 + tanh((2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0)))
    },
  ]

  // An even number of points, so that none is 0, where some slopes jump.
  static let arguments = (0..<400).map { Float($0) * 0.05 - 9.975 }

  @Test(arguments: cases)
  func valuesAreExact(_ activation: ActivationCase) {
    var values = Self.arguments
    var span = values.mutableSpan
    activation.function.apply(to: &span)
    for (x, y) in zip(Self.arguments, values) {
      let exact = activation.exact(Double(x))
      #expect(abs(Double(y) - exact) <= 5e-7 * max(1, abs(exact)))
    }
  }

  @Test(arguments: cases)
  func slopesAreThoseOfFiniteDifferences(_ activation: ActivationCase) {
    var outputs = Self.arguments
    var span = outputs.mutableSpan
    activation.function.apply(to: &span)
    let argument = activation.function.slopeNeedsInput ? Self.arguments : outputs
    var gradient = [Float](repeating: 2, count: outputs.count)
    var gradientSpan = gradient.mutableSpan
    activation.function.multiply(&gradientSpan, bySlopeAt: argument.span)
    let step = 1e-5
    for (x, slope) in zip(Self.arguments, gradient) {
      let exact = (activation.exact(Double(x) + step) - activation.exact(Double(x) - step)) / step
      #expect(abs(Double(slope) - exact) < 1e-5, "at \(x)")
    }
  }
}
