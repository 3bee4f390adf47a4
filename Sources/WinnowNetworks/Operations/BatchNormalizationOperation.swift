import WinnowCore
import WinnowKernels

/// y = γ (x − μ) / √(σ² + ε) + β for each feature.
///
/// In training μ and σ² are the mean and the variance of the batch, and running averages of both are
/// kept; in inference the running averages are used. Event weights do not enter μ and σ².
/// Ioffe and Szegedy, arXiv:1502.03167. Shapes: x and y are `features`, or images or sequences with their
/// channels last; γ, β, μ, σ² are one number for each feature or channel, over all places.
public struct BatchNormalizationOperation: BatchCoupledOperation, PanelOperation {
  /// The part of the running averages that a batch replaces.
  public let momentum: Float
  public let epsilon: Float

  public init(momentum: Float = 0.1, epsilon: Float = 1e-5) {
    self.momentum = momentum
    self.epsilon = epsilon
  }

  public var kind: String { "batch_norm" }
  public var backwardNeeds: BackwardNeeds { [] }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    return inputs[0]
  }

  public func parameters(for inputs: [Shape]) -> [ParameterDefinition] {
    let shape = Shape(Self.width(inputs[0]))
    let zero = ConstantInitializer(0), one = ConstantInitializer(1)
    return [
      ParameterDefinition("scale", shape, .offset, one),
      ParameterDefinition("shift", shape, .offset, zero),
      ParameterDefinition("running_mean", shape, .state, zero),
      ParameterDefinition(
        "running_variance", shape, .state, one, allowed: 0...Float.greatestFiniteMagnitude),
    ]
  }

  /// The normalised x.
  public func savedCount(for inputs: [Shape]) -> Int { inputs[0].count }
  /// Four rows: see `Row`.
  public func scratchCount(for inputs: [Shape]) -> Int { 4 * Self.width(inputs[0]) }
  /// Mean and Σ(x − mean)² of the chunk forward; Σ dy and Σ dy x̂ backward.
  public func summaryCount(for inputs: [Shape], rows: Int) -> Int { 2 * Self.width(inputs[0]) }

  private static func width(_ shape: Shape) -> Int { shape.dimensions.last ?? 1 }

  /// The rows of the scratch memory.
  private enum Row: Int {
    /// 1 / √(σ² + ε), then γ times that.
    case scale
    /// μ, then what is added in inference.
    case offset
    case meanGradient, meanProduct

    func range(_ width: Int) -> Range<Int> { rawValue * width..<(rawValue + 1) * width }
  }

  public func summarize(_ pass: ForwardPass) {
    let width = pass.parameter(0).count
    var means = pass.summary(0..<width), deviations = pass.summary(width..<2 * width)
    columnMoments(
      pass.input(0), rows: pass.rows * pass.places, means: &means, deviations: &deviations)
  }

  public func forward(_ pass: ForwardPass) {
    let width = pass.parameter(0).count
    switch pass.mode {
    case .training:
      joinMoments(pass, width)
      if pass.chunkIndex == 0 { updateRunningAverages(pass, width) }
      var normalized = pass.saved, y = pass.output
      normalizeColumns(
        pass.input(0), means: pass.scratch(Row.offset.range(width)),
        scales: pass.scratch(Row.scale.range(width)), into: &normalized)
      scaleColumns(
        normalized.span, by: pass.parameter(0), adding: pass.parameter(1), into: &y)
    case .inference:
      prepareInference(pass, width)
      var y = pass.output
      scaleColumns(
        pass.input(0), by: pass.scratch(Row.scale.range(width)),
        adding: pass.scratch(Row.offset.range(width)), into: &y)
    }
  }

  public func forwardPanels(_ pass: ForwardPass) {
    let width = pass.parameter(0).count
    prepareInference(pass, width)
    var y = pass.output
    scalePanels(
      pass.input(0), by: pass.scratch(Row.scale.range(width)),
      adding: pass.scratch(Row.offset.range(width)), into: &y)
  }

  public func summarize(_ pass: BackwardPass) {
    let width = pass.parameter(0).count
    let upstream = pass.outputGradient
    var gradients = pass.summary(0..<width), products = pass.summary(width..<2 * width)
    sumColumns(upstream, rows: pass.rows * pass.places, into: &gradients)
    sumColumnProducts(
      upstream, pass.saved, rows: pass.rows * pass.places, into: &products)
  }

  public func backward(_ pass: BackwardPass) {
    let width = pass.parameter(0).count
    let gamma = pass.parameter(0)
    var scale = pass.mutableScratch(Row.scale.range(width))
    if pass.mode == .training {
      var gammaGradient = pass.parameterGradient(0), betaGradient = pass.parameterGradient(1)
      let summary = pass.summary(ofChunk: pass.chunkIndex)
      copy(summary.extracting(width..<2 * width), into: &gammaGradient)
      copy(summary.extracting(0..<width), into: &betaGradient)
      for j in 0..<width { scale[j] *= gamma[j] }
    }
    guard pass.wantsInputGradient(0) else { return }
    var meanGradient = pass.mutableScratch(Row.meanGradient.range(width))
    var meanProduct = pass.mutableScratch(Row.meanProduct.range(width))
    var gradient = pass.inputGradient(0)
    guard pass.mode == .training else {
      for j in 0..<width { meanGradient[j] = 0 }
      return scaleColumns(
        pass.outputGradient, by: scale.span, adding: meanGradient.span, into: &gradient)
    }
    for j in 0..<width {
      (meanGradient[j], meanProduct[j]) = joinedGradients(pass, feature: j, width)
    }
    normalizationSlope(
      upstream: pass.outputGradient, normalized: pass.saved, factors: scale.span,
      means: (meanGradient.span, meanProduct.span), into: &gradient)
  }

  /// Mean of dy and of dy x̂ over the batch, summed in the order of the chunks.
  private func joinedGradients(
    _ pass: BackwardPass, feature: Int, _ width: Int
  ) -> (Float, Float) {
    var gradient = 0.0, product = 0.0
    for chunk in 0..<pass.chunks {
      let summary = pass.summary(ofChunk: chunk)
      gradient += Double(summary[feature])
      product += Double(summary[width + feature])
    }
    let rows = Double(pass.batchRows * pass.places)
    return (Float(gradient / rows), Float(product / rows))
  }

  /// Mean and Σ(x − mean)² of the batch for one feature, from those of the chunks in their order
  /// (Chan, Golub and LeVeque, 1979).
  private func batchMoments(
    _ pass: ForwardPass, feature: Int, _ width: Int
  ) -> (mean: Double, deviation: Double) {
    var count = 0.0, mean = 0.0, deviation = 0.0
    for chunk in 0..<pass.chunks {
      let summary = pass.summary(ofChunk: chunk)
      let added = Double(pass.rows(ofChunk: chunk) * pass.places)
      let difference = Double(summary[feature]) - mean
      let total = count + added
      mean += difference * added / total
      deviation += Double(summary[width + feature]) + difference * difference * count * added / total
      count = total
    }
    return (mean, deviation)
  }

  private func joinMoments(_ pass: ForwardPass, _ width: Int) {
    var scale = pass.mutableScratch(Row.scale.range(width))
    var mean = pass.mutableScratch(Row.offset.range(width))
    for j in 0..<width {
      let moments = batchMoments(pass, feature: j, width)
      let variance = moments.deviation / Double(pass.batchRows * pass.places)
      mean[j] = Float(moments.mean)
      scale[j] = Float(1 / (variance + Double(epsilon)).squareRoot())
    }
  }

  /// The variance that is kept is the unbiased one, as in other libraries.
  private func updateRunningAverages(_ pass: ForwardPass, _ width: Int) {
    var means = pass.state(2), variances = pass.state(3)
    for j in 0..<width {
      let moments = batchMoments(pass, feature: j, width)
      let variance = moments.deviation / Double(max(1, pass.batchRows * pass.places - 1))
      means[j] += momentum * (Float(moments.mean) - means[j])
      variances[j] += momentum * (Float(variance) - variances[j])
    }
  }

  private func prepareInference(_ pass: ForwardPass, _ width: Int) {
    let gamma = pass.parameter(0), beta = pass.parameter(1)
    let means = pass.parameter(2), variances = pass.parameter(3)
    var scale = pass.mutableScratch(Row.scale.range(width))
    var offset = pass.mutableScratch(Row.offset.range(width))
    for j in 0..<width {
      scale[j] = gamma[j] / (variances[j] + epsilon).squareRoot()
      offset[j] = beta[j] - means[j] * scale[j]
    }
  }
}

// Places of an image or a sequence, whose channels come last; 1 for a vector.
extension ForwardPass {
  fileprivate var places: Int { outputShape.count / (outputShape.dimensions.last ?? 1) }
}

extension BackwardPass {
  fileprivate var places: Int { outputShape.count / (outputShape.dimensions.last ?? 1) }
}
