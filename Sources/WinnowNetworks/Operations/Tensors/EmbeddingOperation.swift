import WinnowKernels

/// y[i] = table[xᵢ]: a learnt vector for each whole number 0 … entries − 1. Another number gives NaN, and
/// training stops with that loss.
///
/// Shapes: x any, the table `entries × width`, y that of x with `width` behind it.
public struct EmbeddingOperation: Operation {
  public let entries, width: Int
  public let initializer: any Initializer

  /// - Precondition: at least one entry and one number for it.
  public init(entries: Int, width: Int, initializer: any Initializer = UniformInitializer(limit: 0.05)) {
    precondition(entries > 0 && width > 0, "entries of some width")
    self.entries = entries
    self.width = width
    self.initializer = initializer
  }

  public var kind: String { "embedding" }
  public var backwardNeeds: BackwardNeeds { .inputs }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    return Shape(inputs[0].dimensions + [width])
  }

  public func parameters(for inputs: [Shape]) -> [ParameterDefinition] {
    [ParameterDefinition("table", Shape(entries, width), .weight, initializer)]
  }

  public func forward(_ pass: ForwardPass) {
    var y = pass.output
    lookUp(pass.input(0), in: pass.parameter(0), width: width, into: &y)
  }

  public func backward(_ pass: BackwardPass) {
    var tableGradient = pass.parameterGradient(0)
    fill(&tableGradient, with: 0)
    addRows(pass.outputGradient, at: pass.input(0), width: width, to: &tableGradient)
    guard pass.wantsInputGradient(0) else { return }
    var gradient = pass.inputGradient(0)
    fill(&gradient, with: 0)
  }
}
