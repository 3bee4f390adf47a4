import WinnowCore
import WinnowKernels

/// Places of zeros that a window may reach beyond its input.
public enum Padding: Sendable, Hashable {
  /// None: the window stays inside.
  case valid
  /// As many as make ⌈inputs / stride⌉ outputs; where odd, one more behind than before.
  case same
  /// So many on each side.
  case zeros(Int)

  func places(_ inputs: Int, kernel: Int, stride: Int, dilation: Int) -> (before: Int, after: Int) {
    switch self {
    case .valid: return (0, 0)
    case .zeros(let count): return (count, count)
    case .same:
      let reach = (kernel - 1) * dilation + 1
      let missing = max(0, ((inputs + stride - 1) / stride - 1) * stride + reach - inputs)
      return (missing / 2, missing - missing / 2)
    }
  }
}

/// The windows of a convolution or a pooling: sizes and steps for each axis that they move along.
public struct Windows: Sendable, Hashable {
  /// One number for sequences (steps × channels), two for images (height × width × channels).
  public let kernel, stride, dilation: [Int]
  public let padding: Padding

  /// - Parameters:
  ///   - stride: 1 for each axis where nil.
  ///   - dilation: the distance of the window's places; 1 where nil.
  /// - Precondition: positive numbers, as many of each as axes.
  public init(
    _ kernel: [Int], stride: [Int]? = nil, dilation: [Int]? = nil, padding: Padding = .valid
  ) {
    self.kernel = kernel
    self.stride = stride ?? kernel.map { _ in 1 }
    self.dilation = dilation ?? kernel.map { _ in 1 }
    self.padding = padding
    precondition((1...2).contains(kernel.count), "one axis or two")
    precondition(
      [self.stride, self.dilation].allSatisfy { $0.count == kernel.count }
        && (kernel + self.stride + self.dilation).allSatisfy { $0 > 0 }, "a number for each axis")
  }

  /// - Throws: `badConfiguration` where the shape has other axes or the windows do not fit.
  func grid(on shape: Shape) throws -> WindowGrid {
    guard shape.dimensions.count == kernel.count + 1 else {
      let wanted = kernel.count == 1 ? "steps × channels" : "height × width × channels"
      throw WinnowError(
        .badConfiguration, "takes \(wanted) for each event; got \(shape)"
          + (shape.dimensions.count == 1 ? "; a reshape before it gives inputs such a shape" : ""))
    }
    guard let grid = self[shape] else {
      throw WinnowError(
        .badConfiguration,
        "has a window of \(Shape(kernel)) places that does not fit into \(shape)")
    }
    return grid
  }

  /// The grid on a shape that was checked before.
  subscript(shape: Shape) -> WindowGrid? {
    let last = kernel.count - 1
    let one = WindowAxis(inputs: 1, kernel: 1, stride: 1, dilation: 1, before: 0, after: 0)
    guard let vertical = last == 0 ? one : axis(0, shape.dimensions[0]),
      let horizontal = axis(last, shape.dimensions[last])
    else { return nil }
    return WindowGrid(
      vertical: vertical, horizontal: horizontal, channels: shape.dimensions[last + 1])
  }

  private func axis(_ index: Int, _ inputs: Int) -> WindowAxis? {
    let (kernel, stride, dilation) = (kernel[index], stride[index], dilation[index])
    let margin = padding.places(inputs, kernel: kernel, stride: stride, dilation: dilation)
    return WindowAxis(
      inputs: inputs, kernel: kernel, stride: stride, dilation: dilation, before: margin.before,
      after: margin.after)
  }

  /// The output's shape.
  func shape(_ grid: WindowGrid, channels: Int) -> Shape {
    kernel.count == 1
      ? Shape(grid.horizontal.outputs, channels)
      : Shape(grid.vertical.outputs, grid.horizontal.outputs, channels)
  }
}
