import WinnowCore
import WinnowKernels

/// Part of each event's tensor along one axis: every `step`-th place of a range.
public struct SliceOperation: WalkOperation {
  public let axis: Int
  public let range: Range<Int>
  public let step: Int

  /// - Precondition: a step of at least 1.
  public init(axis: Int = 0, _ range: Range<Int>, step: Int = 1) {
    precondition(step > 0, "a step of at least 1")
    self.axis = axis
    self.range = range
    self.step = step
  }

  public var kind: String { "slice" }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    try requireAxes([axis], of: inputs[0])
    let size = inputs[0].dimensions[axis]
    guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= size else {
      throw WinnowError(
        .badConfiguration,
        "takes places inside 0 … \(size - 1) of axis \(axis); got "
          + "\(range.lowerBound) … \(range.upperBound - 1)")
    }
    var dimensions = inputs[0].dimensions
    dimensions[axis] = (range.count + step - 1) / step
    return Shape(dimensions)
  }

  func walk(_ input: Shape, _ output: Shape, rows: Int) -> TensorWalk {
    var walk = TensorWalk(sourceStart: range.lowerBound * input.stride(axis))
    walk.addAxis(size: rows, sourceStride: input.count, targetStride: output.count)
    for place in output.dimensions.indices {
      walk.addAxis(
        size: output.dimensions[place],
        sourceStride: input.stride(place) * (place == axis ? step : 1),
        targetStride: output.stride(place))
    }
    return walk
  }
}
