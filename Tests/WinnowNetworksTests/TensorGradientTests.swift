import Testing
import WinnowCore
import WinnowKernels
import WinnowNetworks

/// Gradients of what moves, reduces and looks up numbers, against finite differences.
@Suite struct TensorGradientTests {
  /// A dense layer before and behind, so that parameters lie on both sides.
  static func wrapped(
    _ name: String, units: Int = 24, step: Float = 0.02, tolerance: Float = 4e-4,
    _ build: @escaping @Sendable (inout Graph, Edge) throws -> Edge
  ) -> GradientCase {
    GradientCase(description: name, step: step, tolerance: tolerance) { graph, x in
      let hidden = try graph.add(DenseOperation(units: units, activation: .tanh), to: [x])
      let result = try graph.flatten(build(&graph, hidden))
      return try graph.add(DenseOperation(units: 3), to: [result])
    }
  }

  /// a and b in (0.5, 1.5).
  static func pair(
    _ name: String, kinked: Bool = false,
    _ build: @escaping @Sendable (inout Graph, Edge, Edge) throws -> Edge
  ) -> GradientCase {
    wrapped(name, step: kinked ? 2e-3 : 0.02, tolerance: kinked ? 0.015 : 1.5e-3) { graph, x in
      let positive = try graph.linear(x, times: 0.5, plus: 1)
      let a = try graph.slice(positive, 0..<12), b = try graph.slice(positive, 12..<24)
      return try build(&graph, a, b)
    }
  }

  static let arithmetic: [GradientCase] = [
    pair("subtract") { try $0.subtract($1, $2) }, pair("divide") { try $0.divide($1, $2) },
    pair("power") { try $0.power($1, $2) },
    pair("maximum", kinked: true) { try $0.maximum($1, $2) },
    pair("minimum", kinked: true) { try $0.minimum($1, $2) },
    pair("exp") { try $0.add($0.exp($1), $0.exp($2)) },
    pair("log") { try $0.multiply($0.log($1), $2) },
    pair("sqrt") { try $0.multiply($0.sqrt($1), $2) },
    pair("abs", kinked: true) { try $0.abs($0.subtract($1, $2)) },
    pair("constant powers") {
      try $0.add($0.power($1, -1.5), $0.power($0.linear($2, plus: -1), 3))
    },
  ]

  static let moves: [GradientCase] = [
    wrapped("reshape and transpose") {
      try $0.transpose($0.reshape($1, to: Shape(2, 3, 4)), axes: [2, 0, 1])
    },
    wrapped("slice with a step") {
      try $0.slice($0.reshape($1, to: Shape(4, 6)), axis: 1, 1..<6, step: 2)
    },
    wrapped("pad") {
      let matrix = try $0.reshape($1, to: Shape(4, 6))
      return try $0.add(PadOperation(before: [1, 0], after: [0, 2], value: 0.5), to: [matrix])
    },
    wrapped("broadcast") {
      try $0.broadcast($0.reshape($1, to: Shape(4, 1, 6)), to: Shape(4, 3, 6))
    },
    wrapped("concatenate") {
      let matrix = try $0.reshape($1, to: Shape(4, 6))
      let part = try $0.slice(matrix, axis: 1, 2..<4)
      return try $0.concatenate([matrix, part, matrix], axis: 1)
    },
    wrapped("gather") {
      try $0.add(GatherOperation(axis: 1, [3, 0, 3, 1]), to: [$0.reshape($1, to: Shape(2, 4, 3))])
    },
  ]

  static let reductions: [GradientCase] = [
    wrapped("sum over the last axis") { try $0.sum($0.reshape($1, to: Shape(4, 6)), axes: [1]) },
    wrapped("sum over the first axis") { try $0.sum($0.reshape($1, to: Shape(4, 6)), axes: [0]) },
    wrapped("mean over two axes") {
      try $0.mean($0.reshape($1, to: Shape(2, 3, 4)), axes: [0, 2])
    },
    wrapped("mean of all") { try $0.concatenate([$0.mean($1), $1]) },
    wrapped("largest over an axis", step: 5e-4, tolerance: 0.015) {
      try $0.largest($0.reshape($1, to: Shape(2, 3, 4)), axes: [1])
    },
  ]

  static let lookups: [GradientCase] = [
    GradientCase(description: "embedding", wholeInputs: 6) {
      let vectors = try $0.add(EmbeddingOperation(entries: 6, width: 5), to: [$1])
      return try $0.add(DenseOperation(units: 3), to: [$0.flatten(vectors)])
    },
    GradientCase(description: "one-hot", wholeInputs: 4) {
      let vectors = try $0.add(OneHotOperation(4), to: [$1])
      return try $0.add(DenseOperation(units: 3), to: [$0.flatten(vectors)])
    },
  ]

  static let cases = arithmetic + moves + reductions + lookups

  @Test(arguments: cases, [7, 70])
  func agreeWithFiniteDifferences(_ test: GradientCase, rows: Int) throws {
    try GradientTests.expectDifferences(test, rows: rows)
  }

  @Test(arguments: cases)
  func areTheSameBitsAtAnyThreadCount(_ test: GradientCase) throws {
    try GradientTests.expectSameBits(test, rows: 3000)
  }
}
