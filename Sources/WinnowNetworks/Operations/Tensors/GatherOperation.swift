import WinnowCore
import WinnowKernels

/// Chosen places of one axis of each event's tensor, in any order and any number of times.
public struct GatherOperation: Operation {
  public let axis: Int
  public let places: [Int]

  public init(axis: Int = 0, _ places: [Int]) {
    self.axis = axis
    self.places = places
  }

  public var kind: String { "gather" }
  public var backwardNeeds: BackwardNeeds { [] }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    try requireAxes([axis], of: inputs[0])
    let size = inputs[0].dimensions[axis]
    if let wrong = places.first(where: { $0 < 0 || $0 >= size }) {
      throw WinnowError(
        .badConfiguration, "takes places in 0 … \(size - 1) of axis \(axis); got \(wrong)")
    }
    guard !places.isEmpty else { throw WinnowError(.badConfiguration, "takes at least one place") }
    var dimensions = inputs[0].dimensions
    dimensions[axis] = places.count
    return Shape(dimensions)
  }

  /// From one place of the input to one of the output.
  private func walk(_ input: Shape, _ output: Shape, number: Int, rows: Int) -> TensorWalk {
    let run = input.stride(axis)
    var walk = TensorWalk(sourceStart: places[number] * run, targetStart: number * run)
    walk.addAxis(size: rows, sourceStride: input.count, targetStride: output.count)
    walk.addAxis(
      size: input.count / (input.dimensions[axis] * run),
      sourceStride: run * input.dimensions[axis], targetStride: run * places.count)
    walk.addAxis(size: run, sourceStride: 1, targetStride: 1)
    return walk
  }

  public func forward(_ pass: ForwardPass) {
    var y = pass.output
    for number in places.indices {
      let walk = walk(pass.inputShape(0), pass.outputShape, number: number, rows: pass.rows)
      copy(pass.input(0), along: walk, into: &y)
    }
  }

  public func backward(_ pass: BackwardPass) {
    guard pass.wantsInputGradient(0) else { return }
    var gradient = pass.inputGradient(0)
    fill(&gradient, with: 0)
    for number in places.indices {
      let walk = walk(pass.inputShape(0), pass.outputShape, number: number, rows: pass.rows)
      add(pass.outputGradient, along: walk.reversed, to: &gradient)
    }
  }
}
