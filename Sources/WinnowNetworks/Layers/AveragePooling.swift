import WinnowCore

/// The mean of each channel under windows on a sequence or an image; windows lie side by side
/// unless a stride is given.
public struct AveragePooling: Layer {
  public static let key = "average_pool"
  public var size = [2]
  /// Empty for the window's size.
  public var stride: [Int] = []
  public var padding = Padding.valid

  public init() {}

  public init(_ size: Int..., stride: [Int] = [], padding: Padding = .valid) {
    self.size = size
    self.stride = stride
    self.padding = padding
  }

  public static let rules: [ParameterRule<AveragePooling>] = [
    .integers(
      key, \.size, 1...65536, count: 1...2, "size of a window whose mean is kept"),
    .integers(
      "stride", \.stride, 1...65536, count: 0...2, "steps between windows; [] for their size"),
    WindowSettings.paddingRule.lifted(to: \.padding),
  ]

  public func attach(to graph: inout Graph, after edge: Edge) throws -> Edge {
    let axes = graph.shape(of: edge).dimensions.count == 2 ? 1 : 2
    let windows = Windows(
      WindowSettings.spread(size, axes),
      stride: WindowSettings.spread(stride.isEmpty ? size : stride, axes), padding: padding)
    return try graph.add(PoolingOperation(.average, windows), to: [edge])
  }
}
