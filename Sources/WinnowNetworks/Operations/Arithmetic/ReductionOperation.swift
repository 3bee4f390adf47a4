import WinnowCore
import WinnowKernels

/// Sum, mean or largest number over some axes of each event's tensor, which become 1.
///
/// Of equals the first largest number has the slope. A largest number's place is kept as a 32-bit number.
/// - Complexity: O(numbers of the input).
public struct ReductionOperation: Operation {
  public enum Kind: String, Sendable { case sum, mean, largest }

  public let reduction: Kind
  /// Axes of an event's tensor, from 0; nil for all.
  public let axes: [Int]?

  public init(_ reduction: Kind, axes: [Int]? = nil) {
    self.reduction = reduction
    self.axes = axes
  }

  public var kind: String { reduction.rawValue }
  public var backwardNeeds: BackwardNeeds { [] }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    try requireAxes(axes ?? [], of: inputs[0])
    return Shape(inputs[0].dimensions.indices.map { reduces($0) ? 1 : inputs[0].dimensions[$0] })
  }

  /// The places of the largest numbers.
  public func savedCount(for inputs: [Shape]) -> Int {
    guard reduction == .largest else { return 0 }
    return inputs[0].dimensions.indices.reduce(1) { $0 * (reduces($1) ? 1 : inputs[0].dimensions[$1]) }
  }

  private func reduces(_ axis: Int) -> Bool { axes?.contains(axis) ?? true }

  /// From the input to the output, where reduced axes stand still.
  private func walk(_ input: Shape, _ output: Shape, rows: Int) -> TensorWalk {
    var walk = TensorWalk()
    walk.addAxis(size: rows, sourceStride: input.count, targetStride: output.count)
    for axis in input.dimensions.indices {
      walk.addAxis(
        size: input.dimensions[axis], sourceStride: input.stride(axis),
        targetStride: reduces(axis) ? 0 : output.stride(axis))
    }
    return walk
  }

  private func factor(_ input: Shape, _ output: Shape) -> Float {
    reduction == .mean ? Float(output.count) / Float(input.count) : 1
  }

  public func forward(_ pass: ForwardPass) {
    var y = pass.output
    let walk = walk(pass.inputShape(0), pass.outputShape, rows: pass.rows)
    switch reduction {
    case .sum, .mean:
      fill(&y, with: 0)
      add(
        pass.input(0), along: walk, times: factor(pass.inputShape(0), pass.outputShape), to: &y)
    case .largest:
      var places = pass.saved
      fill(&y, with: -.infinity)
      fill(&places, with: 0)
      keepLargest(pass.input(0), along: walk, into: &y, places: &places)
    }
  }

  public func backward(_ pass: BackwardPass) {
    guard pass.wantsInputGradient(0) else { return }
    var gradient = pass.inputGradient(0)
    fill(&gradient, with: 0)
    switch reduction {
    case .sum, .mean:
      let walk = walk(pass.inputShape(0), pass.outputShape, rows: pass.rows).reversed
      add(
        pass.outputGradient, along: walk, times: factor(pass.inputShape(0), pass.outputShape),
        to: &gradient)
    case .largest:
      addAtPlaces(pass.outputGradient, places: pass.saved, to: &gradient)
    }
  }
}
