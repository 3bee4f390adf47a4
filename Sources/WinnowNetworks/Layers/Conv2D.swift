import WinnowCore

/// Filters that move over an image of height × width × channels.
public struct Conv2D: Layer {
  public static let key = "conv2d"
  public var filters = 16
  public var window = WindowSettings()
  public var activation = Activation.relu

  public init() {}

  public init(
    _ filters: Int, kernel: Int..., stride: [Int] = [1], dilation: [Int] = [1],
    padding: Padding = .valid, activation: Activation = .identity
  ) {
    self.filters = filters
    (window.kernel, window.stride, window.dilation) = (kernel, stride, dilation)
    window.padding = padding
    self.activation = activation
  }

  public static let rules: [ParameterRule<Conv2D>] =
    [.integer(key, \.filters, 1...65536, "filters that move over height × width × channels")]
    + WindowSettings.rules.map { $0.lifted(to: \.window) }
    + [.choice("activation", \.activation, "function applied to each output")]

  public func attach(to graph: inout Graph, after edge: Edge) throws -> Edge {
    let operation = ConvolutionOperation(
      filters: filters, window.windows(axes: 2), activation: activation)
    return try graph.add(operation, to: [edge])
  }
}
