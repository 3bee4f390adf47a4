import WinnowCore
import WinnowKernels

/// Adds places that hold one number before and after each axis of an event's tensor.
public struct PadOperation: WalkOperation {
  /// How many places are added to each axis.
  public let before, after: [Int]
  public let value: Float
  var filling: Float? { value }

  public init(before: [Int], after: [Int], value: Float = 0) {
    self.before = before
    self.after = after
    self.value = value
  }

  public var kind: String { "pad" }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    let rank = inputs[0].dimensions.count
    guard before.count == rank, after.count == rank, (before + after).allSatisfy({ $0 >= 0 }) else {
      throw WinnowError(
        .badConfiguration,
        "takes two numbers of places for each axis of \(inputs[0]); got \(before) and \(after)")
    }
    return Shape((0..<rank).map { inputs[0].dimensions[$0] + before[$0] + after[$0] })
  }

  func walk(_ input: Shape, _ output: Shape, rows: Int) -> TensorWalk {
    var start = 0
    for axis in before.indices { start += before[axis] * output.stride(axis) }
    var walk = TensorWalk(targetStart: start)
    walk.addAxis(size: rows, sourceStride: input.count, targetStride: output.count)
    for axis in before.indices {
      walk.addAxis(
        size: input.dimensions[axis], sourceStride: input.stride(axis),
        targetStride: output.stride(axis))
    }
    return walk
  }
}
