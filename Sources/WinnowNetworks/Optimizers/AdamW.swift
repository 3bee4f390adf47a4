import WinnowKernels

/// Adam with the weights shrunk by rate · decay at each step, apart from the gradient (Loshchilov and
/// Hutter, arXiv:1711.05101).
public struct AdamW: Optimizer {
  public static let name = "adamw"
  public let adam: Adam
  public let decay: Float
  public var memoryCount: Int { adam.memoryCount }

  public init(decay: Double = 0.01, adam: Adam = Adam()) {
    self.decay = Float(decay)
    self.adam = adam
  }

  public func update(_ slice: ParameterSlice, gradient: Span<Float>) {
    adam.update(slice, gradient: gradient, shrink: slice.decays ? 1 - slice.rate * decay : 1)
  }
}
