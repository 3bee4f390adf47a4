import Testing
import WinnowCore
import WinnowNetworks

/// Gradients of recurrent layers against finite differences.
@Suite struct RecurrentGradientTests {
  static let cells: [any RecurrentCell] = [PlainCell(), GRUCell(), LSTMCell()]

  static func sequence(_ name: String, _ operation: RecurrentOperation, masked: Bool) -> GradientCase {
    GradientCase(description: name, inputs: masked ? 13 : 12, tolerance: 1e-3) { graph, x in
      let steps = try graph.reshape(graph.slice(x, 0..<12), to: Shape(4, 3))
      var sources = [steps]
      if masked {
        // 0 or 3 steps of 4, without a slope.
        let side = try graph.apply(.binaryStep, to: graph.slice(x, 12..<13))
        sources.append(try graph.linear(side, times: 3))
      }
      let hidden = try graph.add(operation, to: sources)
      return try graph.add(DenseOperation(units: 3), to: [graph.flatten(hidden)])
    }
  }

  static let cases: [GradientCase] = cells.flatMap { cell in
    [false, true].flatMap { returnsSequence in
      [false, true].map { masked in
        sequence(
          "\(cell.kind)\(returnsSequence ? ", all steps" : "")\(masked ? ", lengths" : "")",
          RecurrentOperation(cell, units: 5, returnsSequence: returnsSequence), masked: masked)
      }
    }
  } + [
    GradientCase(description: "one step", inputs: 4) {
      let steps = try $0.reshape($1, to: Shape(1, 4))
      return try $0.add(
        DenseOperation(units: 3), to: [$0.add(RecurrentOperation(GRUCell(), units: 3), to: [steps])])
    },
    GradientCase(description: "two layers", inputs: 12, tolerance: 1e-3) {
      let steps = try $0.reshape($1, to: Shape(4, 3))
      let first = try LSTM(4, sequence: true).attach(to: &$0, after: steps)
      return try GRU(3).attach(to: &$0, after: first)
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
