import WinnowCore
import WinnowKernels

/// y = γ (x − μ) / √(σ² + ε) + β with mean μ and variance σ² over the features of each event, in
/// training as in use (Ba, Kiros and Hinton, arXiv:1607.06450).
public struct LayerNormalizationOperation: Operation {
  public let epsilon: Float
  public init(epsilon: Float = 1e-5) { self.epsilon = epsilon }

  public var kind: String { "layer_norm" }
  public var backwardNeeds: BackwardNeeds { [] }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    try requireVector(inputs[0])
    return inputs[0]
  }

  public func parameters(for inputs: [Shape]) -> [ParameterDefinition] {
    [
      ParameterDefinition("scale", inputs[0], .offset, ConstantInitializer(1)),
      ParameterDefinition("shift", inputs[0], .offset, ConstantInitializer(0)),
    ]
  }

  /// The normalised x, and 1 / √(σ² + ε) behind them.
  public func savedCount(for inputs: [Shape]) -> Int { inputs[0].count + 1 }

  public func forward(_ pass: ForwardPass) {
    let x = pass.input(0)
    var saved = pass.saved
    normalizeRows(x, epsilon: epsilon, normalizedAndScales: &saved, rows: pass.rows)
    var y = pass.output
    scaleColumns(
      saved.span.extracting(0..<x.count), by: pass.parameter(0), adding: pass.parameter(1), into: &y)
  }

  public func backward(_ pass: BackwardPass) {
    let upstream = pass.outputGradient
    let normalized = pass.saved.extracting(0..<upstream.count)
    var gammaGradient = pass.parameterGradient(0), betaGradient = pass.parameterGradient(1)
    sumColumnProducts(upstream, normalized, rows: pass.rows, into: &gammaGradient)
    sumColumns(upstream, rows: pass.rows, into: &betaGradient)
    guard pass.wantsInputGradient(0) else { return }
    var gradient = pass.inputGradient(0)
    rowNormalizationSlope(
      upstream: upstream, gamma: pass.parameter(0), normalized: normalized,
      scales: pass.saved.extracting(upstream.count..<upstream.count + pass.rows), into: &gradient)
  }
}
