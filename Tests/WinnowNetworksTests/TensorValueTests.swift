import Testing
import WinnowCore
import WinnowKernels
import WinnowNetworks

/// Values of operations on tensors, by hand, and their messages.
@Suite struct TensorValueTests {
  /// What a graph makes of the numbers 0, 1, 2, … of each of some events, each ten larger than the last.
  static func values(
    _ shape: Shape, rows: Int = 2, _ build: (inout Graph, Edge) throws -> Edge
  ) throws -> (shape: Shape, first: [Float]) {
    var graph = Graph()
    let input = try graph.addInput("x", Shape(shape.count))
    let result = try build(&graph, graph.reshape(input, to: shape))
    let found = graph.shape(of: result)
    // The sum of the outputs, each times a number of its own, shows them as gradients.
    let factors = try graph.addInput("factors", Shape(found.count))
    let product = try graph.multiply(graph.flatten(result), factors)
    let loss = try graph.sum(product)
    let executor = GradientExecutor(
      graph, loss: loss, inputGradients: [factors], parameters: Arena(count: 0), batch: rows,
      seed: 1, team: ThreadTeam(threads: 1))
    _ = executor.run(rows: rows, step: 0) { inputs in
      var x = inputs.values(input)
      for place in x.indices {
        x[place] = Float(place % shape.count + 10 * (place / shape.count))
      }
    }
    let outputs = executor.inputGradient(factors, rows: rows).map { ($0 * Float(rows)).rounded() }
    return (found, Array(outputs[..<found.count]))
  }

  @Test func movesAreThoseOfTheirDefinitions() throws {
    let transposed = try Self.values(Shape(2, 3)) { try $0.transpose($1, axes: [1, 0]) }
    #expect(transposed.shape == Shape(3, 2) && transposed.first == [0, 3, 1, 4, 2, 5])
    let turned = try Self.values(Shape(2, 1, 3)) { try $0.transpose($1, axes: [2, 0, 1]) }
    #expect(turned.shape == Shape(3, 2, 1) && turned.first == [0, 3, 1, 4, 2, 5])
    let sliced = try Self.values(Shape(2, 5)) { try $0.slice($1, axis: 1, 1..<5, step: 2) }
    #expect(sliced.shape == Shape(2, 2) && sliced.first == [1, 3, 6, 8])
    let padded = try Self.values(Shape(1, 2)) {
      try $0.add(PadOperation(before: [1, 0], after: [0, 1], value: 7), to: [$1])
    }
    #expect(padded.shape == Shape(2, 3) && padded.first == [7, 7, 7, 0, 1, 7])
    let repeated = try Self.values(Shape(2, 1)) { try $0.broadcast($1, to: Shape(2, 3)) }
    #expect(repeated.first == [0, 0, 0, 1, 1, 1])
    let joined = try Self.values(Shape(2, 2)) { try $0.concatenate([$1, $1], axis: 1) }
    #expect(joined.shape == Shape(2, 4) && joined.first == [0, 1, 0, 1, 2, 3, 2, 3])
    let gathered = try Self.values(Shape(2, 2)) {
      try $0.add(GatherOperation(axis: 1, [1, 1, 0]), to: [$1])
    }
    #expect(gathered.shape == Shape(2, 3) && gathered.first == [1, 1, 0, 3, 3, 2])
    let hot = try Self.values(Shape(3)) { try $0.add(OneHotOperation(12), to: [$1]) }
    #expect(hot.shape == Shape(3, 12) && hot.first.indices.allSatisfy {
      hot.first[$0] == ($0 % 13 == 0 ? 1 : 0)
    })
  }

  @Test func reductionsAreThoseOfTheirDefinitions() throws {
    let sums = try Self.values(Shape(2, 3)) { try $0.sum($1, axes: [1]) }
    #expect(sums.shape == Shape(2, 1) && sums.first == [3, 12])
    let columns = try Self.values(Shape(2, 3)) { try $0.sum($1, axes: [0]) }
    #expect(columns.shape == Shape(1, 3) && columns.first == [3, 5, 7])
    let mean = try Self.values(Shape(3, 3)) { try $0.mean($1) }
    #expect(mean.shape == Shape(1, 1) && mean.first == [4])
    let largest = try Self.values(Shape(2, 3, 2)) { try $0.largest($1, axes: [0, 2]) }
    #expect(largest.first == [7, 9, 11])
  }

  @Test func arithmeticIsThatOfItsDefinitions() throws {
    func value(_ build: (inout Graph, Edge) throws -> Edge) throws -> [Float] {
      try Self.values(Shape(4)) { try build(&$0, $0.linear($1, plus: 1)) }.first
    }
    #expect(try value { try $0.subtract($0.power($1, 2), $1) } == [0, 2, 6, 12])
    #expect(try value { try $0.divide($0.power($1, 3), $1) } == [1, 4, 9, 16])
    #expect(try value { try $0.power($1, $1) } == [1, 4, 27, 256])
    #expect(try value { try $0.sqrt($0.power($1, 4)) } == [1, 4, 9, 16])
    #expect(try value { try $0.log($0.exp($1)) } == [1, 2, 3, 4])
    #expect(try value { try $0.abs($0.linear($1, times: -2, plus: 5)) } == [3, 1, 1, 3])
    #expect(try value { try $0.maximum($1, $0.linear($1, times: -1, plus: 5)) } == [4, 3, 3, 4])
    #expect(try value { try $0.minimum($1, $0.linear($1, times: -1, plus: 5)) } == [1, 2, 2, 1])
    #expect(try value { try $0.power($0.linear($1, plus: -3), 3) } == [-8, -1, 0, 1])
  }

  @Test func anIndexWithoutEntryGivesNoNumber() throws {
    let found = try Self.values(Shape(2), rows: 1) { try $0.add(OneHotOperation(1), to: [$1]) }
    #expect(found.first[0] == 1 && found.first[1].isNaN)
  }

  static let faults: [(String, @Sendable (inout Graph, Edge) throws -> Edge)] = [
    ("the node “reshape_2” (reshape) makes 5, 5 numbers; got 4 × 6, 24 numbers",
      { try $0.reshape($1, to: Shape(5)) }),
    ("the node “transpose_1” (transpose) takes each axis of 4 × 6 once, from 0; got [0, 0]",
      { try $0.transpose($1, axes: [0, 0]) }),
    ("the node “slice_1” (slice) takes places inside 0 … 5 of axis 1; got 4 … 7",
      { try $0.slice($1, axis: 1, 4..<8) }),
    ("the node “sum_1” (sum) takes axes in 0 … 1 of 4 × 6; got [2]", { try $0.sum($1, axes: [2]) }),
    ("the node “broadcast_1” (broadcast) takes a shape that is 4 × 7 or has 1 in its places; "
      + "got 4 × 6", { try $0.broadcast($1, to: Shape(4, 7)) }),
    ("the node “gather_1” (gather) takes places in 0 … 3 of axis 0; got 4",
      { try $0.add(GatherOperation([0, 4]), to: [$1]) }),
    ("the node “conv2d_1” (conv2d) takes height × width × channels for each event; got 4 × 6",
      { try Conv2D(3, kernel: 3).attach(to: &$0, after: $1) }),
    ("the node “conv1d_1” (conv1d) has a window of 5 places that does not fit into 4 × 6",
      { try Conv1D(3, kernel: 5).attach(to: &$0, after: $1) }),
    ("the node “lstm_1” (lstm) takes steps × inputs for each event; got 24; a reshape before it gives "
      + "inputs such a shape", { try LSTM(3).attach(to: &$0, after: $0.flatten($1)) }),
  ]

  @Test(arguments: faults.indices)
  func faultsNameTheNode(_ index: Int) throws {
    var graph = Graph()
    let input = try graph.addInput("x", Shape(24))
    let matrix = try graph.reshape(input, to: Shape(4, 6))
    let error = #expect(throws: WinnowError.self) { try Self.faults[index].1(&graph, matrix) }
    #expect(error?.message == Self.faults[index].0)
  }
}
