import WinnowCore
import WinnowKernels

/// The largest number, or the mean, of each channel under a moving window. Padded places do not count.
public struct PoolingOperation: Operation {
  public enum Kind: String, Sendable, CaseIterable { case max, average }

  public let pooling: Kind
  public let windows: Windows

  public init(_ pooling: Kind, _ windows: Windows) {
    self.pooling = pooling
    self.windows = windows
  }

  public var kind: String { pooling.rawValue + "_pool" }
  public var backwardNeeds: BackwardNeeds { pooling == .max ? [.inputs, .output] : [] }

  public func outputShape(for inputs: [Shape]) throws -> Shape {
    try requireInputs(1, inputs)
    let grid = try windows.grid(on: inputs[0])
    if case .zeros(let count) = windows.padding, count >= windows.kernel.min() ?? 1 {
      throw WinnowError(
        .badConfiguration,
        "takes less padding than its window of \(Shape(windows.kernel)) has places; got \(count)")
    }
    return windows.shape(grid, channels: grid.channels)
  }

  public func forward(_ pass: ForwardPass) {
    guard let grid = windows[pass.inputShape(0)] else { preconditionFailure("checked before") }
    var y = pass.output
    switch pooling {
    case .max: largestUnderWindows(pass.input(0), grid, events: pass.rows, into: &y)
    case .average: meanUnderWindows(pass.input(0), grid, events: pass.rows, into: &y)
    }
  }

  public func backward(_ pass: BackwardPass) {
    guard pass.wantsInputGradient(0), let grid = windows[pass.inputShape(0)] else { return }
    var gradient = pass.inputGradient(0)
    switch pooling {
    case .max:
      largestUnderWindowsSlope(
        pass.input(0), outputs: pass.output, upstream: pass.outputGradient, grid, into: &gradient)
    case .average:
      meanUnderWindowsSlope(
        upstream: pass.outputGradient, grid, events: pass.rows, into: &gradient)
    }
  }
}
