import Testing
import WinnowCore
import WinnowNetworks

/// Gradients of convolutions and poolings against finite differences.
@Suite struct WindowGradientTests {
  /// An image or a sequence as input, a dense layer behind.
  static func image(
    _ name: String, _ shape: Shape, kinked: Bool = false,
    _ build: @escaping @Sendable (inout Graph, Edge) throws -> Edge
  ) -> GradientCase {
    GradientCase(
      description: name, inputs: shape.count, step: kinked ? 1e-3 : 0.02,
      tolerance: kinked ? 0.012 : 1e-3
    ) { graph, x in
      let result = try build(&graph, graph.reshape(x, to: shape))
      return try graph.add(DenseOperation(units: 3), to: [graph.flatten(result)])
    }
  }

  static func conv(
    _ filters: Int, _ windows: Windows, _ activation: Activation = .tanh
  ) -> ConvolutionOperation {
    ConvolutionOperation(filters: filters, windows, activation: activation)
  }

  static let cases: [GradientCase] = [
    image("conv1d", Shape(7, 2)) { try $0.add(conv(3, Windows([3])), to: [$1]) },
    image("conv1d, stride, dilation, padding", Shape(9, 2)) {
      try $0.add(
        conv(3, Windows([3], stride: [2], dilation: [2], padding: .zeros(2)), .silu), to: [$1])
    },
    image("conv2d", Shape(5, 6, 2)) { try $0.add(conv(3, Windows([3, 2])), to: [$1]) },
    image("conv2d, same", Shape(5, 6, 2)) {
      try $0.add(conv(3, Windows([3, 4], padding: .same), .gelu), to: [$1])
    },
    image("conv2d, stride and dilation", Shape(7, 8, 1)) {
      let windows = Windows([3, 3], stride: [1, 2], dilation: [2, 1], padding: .zeros(1))
      return try $0.add(conv(2, windows), to: [$1])
    },
    image("conv2d of one place", Shape(4, 3, 5)) {
      try $0.add(conv(4, Windows([1, 1])), to: [$1])
    },
    image("two conv2d", Shape(6, 6, 1)) {
      let first = try $0.add(conv(4, Windows([3, 3])), to: [$1])
      return try $0.add(conv(5, Windows([3, 3], padding: .same)), to: [first])
    },
    image("max pool", Shape(6, 5, 3), kinked: true) {
      try $0.add(PoolingOperation(.max, Windows([2, 2], stride: [2, 2])), to: [$1])
    },
    image("max pool of overlapping windows", Shape(5, 5, 2), kinked: true) {
      try $0.add(
        PoolingOperation(.max, Windows([3, 3], stride: [2, 1], padding: .zeros(1))), to: [$1])
    },
    image("average pool", Shape(6, 5, 3)) {
      try $0.add(PoolingOperation(.average, Windows([3, 2], padding: .same)), to: [$1])
    },
    image("batch norm and prelu of channels", Shape(4, 5, 2), kinked: true) {
      let channels = try $0.add(conv(3, Windows([2, 2])), to: [$1])
      let normal = try $0.add(BatchNormalizationOperation(), to: [channels])
      return try $0.add(ParametricRectifierOperation(), to: [normal])
    },
    image("pooling of sequences", Shape(8, 3)) {
      let mean = try $0.add(PoolingOperation(.average, Windows([3], stride: [2])), to: [$1])
      return try GlobalPooling(.average).attach(to: &$0, after: mean)
    },
  ]

  @Test(arguments: cases, [7, 70])
  func agreeWithFiniteDifferences(_ test: GradientCase, rows: Int) throws {
    try GradientTests.expectDifferences(test, rows: rows)
  }

  @Test(arguments: cases)
  func areTheSameBitsAtAnyThreadCount(_ test: GradientCase) throws {
    try GradientTests.expectSameBits(test, rows: 600)
  }
}
