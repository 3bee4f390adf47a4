import WinnowCore
import WinnowKernels

/// y = f(x W + b): matrix product, bias and activation in one node.
///
/// Shapes: x is `inputs`, W `inputs × units`, b `units`, y `units`.
public struct DenseOperation: PanelOperation {
  public let units: Int
  public let activation: Activation
  public let initializer: any Initializer

  /// - Parameter initializer: of W; the one usual for the activation where nil. b starts at 0.
  public init(
    units: Int, activation: Activation = .identity, initializer: (any Initializer)? = nil
  ) {
    self.units = units
    self.activation = activation
    self.initializer = initializer ?? activation.usualInitializer
  }

  public var kind: String { "dense" }
  public var backwardNeeds: BackwardNeeds { [.inputs, .output] }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    try requireVector(inputs[0])
    return Shape(units)
  }

  public func parameters(for inputs: [Shape]) -> [ParameterDefinition] {
    [
      ParameterDefinition("weight", Shape(inputs[0].count, units), .weight, initializer),
      ParameterDefinition("bias", Shape(units), .offset, ConstantInitializer(0)),
    ]
  }

  public func savedCount(for inputs: [Shape]) -> Int {
    activation.function.slopeNeedsInput ? units : 0
  }

  public func scratchCount(for inputs: [Shape]) -> Int {
    DenseProduct.scratchCount(inputs: inputs[0].count)
  }

  public func forward(_ pass: ForwardPass) {
    let bias = pass.parameter(1)
    var y = pass.output
    guard pass.keepsForBackward && activation.function.slopeNeedsInput else {
      return product(activation.function, pass, bias, &y)
    }
    var saved = pass.saved
    product(Identity(), pass, bias, &saved)
    copy(saved.span, into: &y)
    activation.function.apply(to: &y)
  }

  public func forwardPanels(_ pass: ForwardPass) {
    let x = pass.input(0), weight = pass.parameter(0), bias = pass.parameter(1)
    var scratch = pass.mutableScratch(0..<DenseProduct.scratchCount(inputs: weight.count / units))
    var y = pass.output
    activation.function.apply(
      toProductOfPanels: x, weight, adding: bias, scratch: &scratch, into: &y)
  }

  private func product(
    _ function: any ActivationFunction, _ pass: ForwardPass, _ bias: Span<Float>,
    _ y: inout MutableSpan<Float>
  ) {
    let x = pass.input(0), weight = pass.parameter(0)
    var scratch = pass.mutableScratch(0..<DenseProduct.scratchCount(inputs: weight.count / units))
    function.apply(toProductOf: x, weight, adding: bias, scratch: &scratch, into: &y)
  }

  public func backward(_ pass: BackwardPass) {
    var working = pass.workingGradient
    let argument = activation.function.slopeNeedsInput ? pass.saved : pass.output
    activation.function.multiply(&working, bySlopeAt: argument)
    let delta = pass.outputGradient

    let x = pass.input(0), weight = pass.parameter(0)
    let inputs = weight.count / units
    var weightGradient = pass.parameterGradient(0), biasGradient = pass.parameterGradient(1)
    sumColumns(delta, rows: pass.rows, into: &biasGradient)
    if units == 1 {
      sumRows(x, times: delta, into: &weightGradient)
    } else if DenseProduct.fitsGradient(inputs: inputs, units: units) {
      denseWeightGradient(x, delta, rows: pass.rows, into: &weightGradient)
    } else {
      matrixProduct(
        x, .transposed, delta, .plain, into: &weightGradient, rows: inputs, inner: pass.rows,
        columns: units)
    }
    guard pass.wantsInputGradient(0) else { return }
    var inputGradient = pass.inputGradient(0)
    if units == 1 {
      multiplyOuter(delta, weight, into: &inputGradient)
    } else {
      matrixProduct(
        delta, .plain, weight, .transposed, into: &inputGradient, rows: pass.rows,
        inner: units, columns: inputs)
    }
  }
}
