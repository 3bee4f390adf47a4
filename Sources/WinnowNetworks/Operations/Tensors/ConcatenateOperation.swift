import WinnowCore
import WinnowKernels

/// Tensors one after the other along an axis; the other axes have equal sizes.
public struct ConcatenateOperation: Operation {
  public let axis: Int
  public init(axis: Int = 0) { self.axis = axis }

  public var kind: String { "concatenate" }
  public var backwardNeeds: BackwardNeeds { [] }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(max(1, inputs.count), inputs)
    try requireAxes([axis], of: inputs[0])
    var dimensions = inputs[0].dimensions
    for shape in inputs.dropFirst() {
      var other = shape.dimensions
      if other.count == dimensions.count { other[axis] = dimensions[axis] }
      guard other == dimensions else {
        throw WinnowError(
          .badConfiguration,
          "takes tensors that differ in axis \(axis) alone; got \(inputs[0]) and \(shape)")
      }
    }
    dimensions[axis] = inputs.reduce(0) { $0 + $1.dimensions[axis] }
    return Shape(dimensions)
  }

  /// From one input, whose first place along the axis is given, to the output.
  private func walk(_ input: Shape, at first: Int, _ output: Shape, rows: Int) -> TensorWalk {
    var walk = TensorWalk(targetStart: first * output.stride(axis))
    walk.addAxis(size: rows, sourceStride: input.count, targetStride: output.count)
    for place in input.dimensions.indices {
      walk.addAxis(
        size: input.dimensions[place], sourceStride: input.stride(place),
        targetStride: output.stride(place))
    }
    return walk
  }

  public func forward(_ pass: ForwardPass) {
    var y = pass.output
    var first = 0
    for index in 0..<pass.inputCount {
      let shape = pass.inputShape(index)
      copy(
        pass.input(index), along: walk(shape, at: first, pass.outputShape, rows: pass.rows), into: &y)
      first += shape.dimensions[axis]
    }
  }

  public func backward(_ pass: BackwardPass) {
    var first = 0
    for index in 0..<pass.inputCount {
      let shape = pass.inputShape(index)
      if pass.wantsInputGradient(index) {
        var gradient = pass.inputGradient(index)
        let walk = walk(shape, at: first, pass.outputShape, rows: pass.rows)
        copy(pass.outputGradient, along: walk.reversed, into: &gradient)
      }
      first += shape.dimensions[axis]
    }
  }
}
