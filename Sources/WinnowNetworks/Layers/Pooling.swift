import WinnowCore

/// What a window of a pooling layer keeps of each channel.
public protocol KeptNumber: Sendable {
  static var pooling: PoolingOperation.Kind { get }
  /// As in “a window whose mean is kept”.
  static var title: String { get }
}

public enum LargestNumber: KeptNumber {
  public static var pooling: PoolingOperation.Kind { .max }
  public static var title: String { "largest number" }
}

public enum MeanNumber: KeptNumber {
  public static var pooling: PoolingOperation.Kind { .average }
  public static var title: String { "mean" }
}

/// The largest number of each channel under windows on a sequence or an image.
public typealias MaxPooling = Pooling<LargestNumber>
/// The mean of each channel under windows on a sequence or an image.
public typealias AveragePooling = Pooling<MeanNumber>

/// One number of each channel under windows on a sequence or an image; windows lie side by side unless a
/// stride is given.
public struct Pooling<Kept: KeptNumber>: Layer {
  public static var key: String { Kept.pooling.rawValue + "_pool" }
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

  public static var rules: [ParameterRule<Pooling>] {
    [
      .integers(
        key, \.size, 1...65536, count: 1...2, "size of a window whose \(Kept.title) is kept"),
      .integers(
        "stride", \.stride, 1...65536, count: 0...2, "steps between windows; [] for their size"),
      WindowSettings.paddingRule.lifted(to: \.padding),
    ]
  }

  public func attach(to graph: inout Graph, after edge: Edge) throws -> Edge {
    let axes = graph.shape(of: edge).dimensions.count == 2 ? 1 : 2
    let windows = Windows(
      WindowSettings.spread(size, axes),
      stride: WindowSettings.spread(stride.isEmpty ? size : stride, axes), padding: padding)
    return try graph.add(PoolingOperation(Kept.pooling, windows), to: [edge])
  }
}
