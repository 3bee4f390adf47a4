import Testing
import WinnowCore
import WinnowMath
import WinnowNetworks

@Suite struct GraphTests {
  /// The message of the error that a closure throws.
  static func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test func shapeErrorsNameTheNode() throws {
    var graph = Graph()
    let a = try graph.addInput("a", Shape(3)), b = try graph.addInput("b", Shape(4))
    let image = try graph.addInput("image", Shape(8, 8))
    #expect(
      Self.message { _ = try graph.add(AddOperation(), to: [a, b], name: "sum") }
        == "the node “sum” (add) takes inputs of one shape; got 3 and 4")
    #expect(
      Self.message { _ = try graph.add(MultiplyOperation(), to: [a]) }
        == "the node “multiply_1” (multiply) takes 2 inputs; got 1")
    #expect(
      Self.message { _ = try graph.add(DenseOperation(units: 2), to: [image]) }
        == "the node “dense_1” (dense) takes a vector for each event; got 8 × 8")
    #expect(
      Self.message { _ = try graph.add(BinaryCrossEntropy(), to: [a, a, a]) }
        == "the node “binary_cross_entropy_1” (binary_cross_entropy) takes one logit for each event; "
        + "got 3")
  }

  @Test func namesAreUnique() throws {
    var graph = Graph()
    let a = try graph.addInput("a", Shape(3))
    _ = try graph.add(DenseOperation(units: 2), to: [a], name: "first")
    #expect(Self.message { _ = try graph.addInput("a", Shape(1)) }.contains("input “a” already"))
    #expect(
      Self.message { _ = try graph.add(DenseOperation(units: 2), to: [a], name: "first") }
        == "the graph has a node “first” already")
  }

  @Test func countsItsParameters() throws {
    let network = try Network(
      inputs: 4,
      layers: Sequential {
        Dense(8, activation: .relu)
        BatchNormalization()
        Dropout(0.2)
        Dense(1)
      }, seed: 1)
    #expect(network.graph.learntCount == 4 * 8 + 8 + 2 * 8 + 8 + 1)
    #expect(
      network.graph.slots.map(\.name) == [
        "dense_1/weight", "dense_1/bias", "batch_norm_1/scale", "batch_norm_1/shift",
        "batch_norm_1/running_mean", "batch_norm_1/running_variance", "dense_2/weight",
        "dense_2/bias",
      ])
    #expect(network.summary.contains("batch_norm_1  batch_norm  8       32"))
    #expect(network.summary.contains("65 parameters are learnt, 16 are kept"))
  }

  @Test func sequentialTakesConditionsAndLoops() {
    let deep = true
    let layers = Sequential {
      for size in [8, 4] { Dense(size, activation: .tanh) }
      if deep { Dropout(0.1) }
      Dense(1)
    }
    #expect(layers.layers.count == 4)
  }
}

@Suite struct MemoryPlannerTests {
  @Test(arguments: 0..<20)
  func tensorsAliveTogetherDoNotOverlap(seed: UInt64) {
    var random = CounterRandom(seed: seed)
    let requests = (0..<40).map { _ in
      let start = Int(random.uniform() * 30)
      return MemoryPlanner.Request(
        count: Int(random.uniform() * 500), alive: start...start + Int(random.uniform() * 10))
    }
    let planner = MemoryPlanner(requests)
    for (i, a) in requests.enumerated() {
      #expect(planner.starts[i] % 16 == 0)
      #expect(planner.starts[i] + a.count <= planner.total)
      for (j, b) in requests.enumerated() where i < j && a.alive.overlaps(b.alive) {
        let apart = planner.starts[i] + a.count <= planner.starts[j]
          || planner.starts[j] + b.count <= planner.starts[i]
        #expect(apart || a.count == 0 || b.count == 0)
      }
    }
    // Memory is shared: the block is smaller than all tensors side by side.
    #expect(planner.total < requests.reduce(0) { $0 + $1.count })
  }

  @Test func laterTensorsReuseMemory() {
    let requests = (0..<10).map { MemoryPlanner.Request(count: 64, alive: $0...$0 + 1) }
    #expect(MemoryPlanner(requests).total == 128)
  }
}
