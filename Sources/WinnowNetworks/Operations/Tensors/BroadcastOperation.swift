import WinnowCore
import WinnowKernels

/// Repeats each event's tensor along the axes where it has size 1, up to a larger shape.
public struct BroadcastOperation: WalkOperation {
  public let shape: Shape
  public init(to shape: Shape) { self.shape = shape }

  public var kind: String { "broadcast" }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    let from = inputs[0].dimensions
    guard from.count == shape.dimensions.count,
      zip(from, shape.dimensions).allSatisfy({ $0 == $1 || $0 == 1 })
    else {
      throw WinnowError(
        .badConfiguration, "takes a shape that is \(shape) or has 1 in its places; got \(inputs[0])")
    }
    return shape
  }

  func walk(_ input: Shape, _ output: Shape, rows: Int) -> TensorWalk {
    var walk = TensorWalk()
    walk.addAxis(size: rows, sourceStride: input.count, targetStride: output.count)
    for axis in output.dimensions.indices {
      walk.addAxis(
        size: output.dimensions[axis],
        sourceStride: input.dimensions[axis] == 1 ? 0 : input.stride(axis),
        targetStride: output.stride(axis))
    }
    return walk
  }
}
