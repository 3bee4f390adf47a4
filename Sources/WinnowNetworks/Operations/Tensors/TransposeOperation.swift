import WinnowCore
import WinnowKernels

/// Changes the order of the axes of each event's tensor: y[i₂, i₀, i₁] = x[i₀, i₁, i₂] for axes 2, 0, 1.
public struct TransposeOperation: WalkOperation {
  /// For each axis of the output, which of the input's it is.
  public let axes: [Int]
  public init(axes: [Int]) { self.axes = axes }

  public var kind: String { "transpose" }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    guard axes.sorted() == Array(inputs[0].dimensions.indices) else {
      throw WinnowError(
        .badConfiguration, "takes each axis of \(inputs[0]) once, from 0; got \(axes)")
    }
    return Shape(axes.map { inputs[0].dimensions[$0] })
  }

  func walk(_ input: Shape, _ output: Shape, rows: Int) -> TensorWalk {
    var walk = TensorWalk()
    walk.addAxis(size: rows, sourceStride: input.count, targetStride: output.count)
    for (place, axis) in axes.enumerated() {
      walk.addAxis(
        size: input.dimensions[axis], sourceStride: input.stride(axis),
        targetStride: output.stride(place))
    }
    return walk
  }
}
