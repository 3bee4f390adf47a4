import Testing
import WinnowCore
import WinnowKernels
import WinnowMath
import WinnowNetworks

/// A graph from `features` to an output, whose gradients are compared with finite differences.
struct GradientCase: Sendable, CustomStringConvertible {
  let description: String
  var inputs = 5
  var targets = 3
  var loss: any Loss = SquaredError()
  var mode = Mode.training
  /// Half the distance of the outer points; small where the function has kinks.
  var step: Float = 0.02
  var tolerance: Float = 4e-4
  /// Inputs are whole numbers below this, which have no gradient to look at; 0 for real ones.
  var wholeInputs = 0
  let build: @Sendable (inout Graph, Edge) throws -> Edge
}

extension GradientCase {
  /// Normal numbers, or whole ones below a count.
  func features(_ rows: Int) -> [Float] {
    let values = GradientBench.features(rows * inputs)
    if wholeInputs == 0 { return values }
    return values.map { Float(Int(abs($0) * 100) % wholeInputs) }
  }
}

/// A graph with data, ready to be run at any parameters and features.
struct GradientBench {
  let graph: Graph
  let features: Edge, targets: Edge, weights: Edge
  let executor: GradientExecutor
  let parameters: Arena
  let rows: Int
  let targetValues: [Float], weightValues: [Float]

  init(_ test: GradientCase, rows: Int, threads: Int = 1) throws {
    var graph = Graph()
    features = try graph.addInput("features", Shape(test.inputs))
    let output = try test.build(&graph, features)
    targets = try graph.addInput("targets", Shape(test.targets))
    weights = try graph.addInput("weights", .scalar)
    let loss = try graph.add(test.loss, to: [output, targets, weights])
    self.graph = graph
    self.rows = rows
    parameters = Arena(count: graph.parameterCount)
    var random = CounterRandom(seed: 3)
    // Away from the initial values, where shifts are 0 and scales 1.
    let start = graph.initialParameters(seed: 5).map { $0 + Float(0.3 * random.uniform()) }
    parameters.store(start, at: 0)
    targetValues = (0..<rows * test.targets).map { _ in Float(random.uniform()) }
    weightValues = (0..<rows).map { _ in Float(random.normal() + 0.5) }
    executor = GradientExecutor(
      graph, loss: loss, inputGradients: [features], parameters: parameters, batch: rows,
      mode: test.mode, seed: 11, team: ThreadTeam(threads: threads))
  }

  static func features(_ count: Int) -> [Float] {
    var random = CounterRandom(seed: 8)
    return (0..<count).map { _ in Float(random.normal()) }
  }

  /// The mean loss.
  func loss(_ values: [Float]) -> Double {
    executor.run(rows: rows, step: 4) { inputs in
      fill(inputs, features, values)
      fill(inputs, targets, targetValues)
      fill(inputs, weights, weightValues)
    } / Double(rows)
  }

  private func fill(_ inputs: ChunkInputs, _ edge: Edge, _ values: [Float]) {
    let width = graph.shape(of: edge).count
    var target = inputs.values(edge)
    for place in target.indices { target[place] = values[inputs.range.lowerBound * width + place] }
  }
}

@Suite struct GradientTests {
  static func dense(_ activation: Activation) -> GradientCase {
    let kinked = [Activation.relu, .leakyRelu].contains(activation)
    return GradientCase(
      description: "dense \(activation.rawValue)", step: kinked ? 2e-3 : 0.02,
      tolerance: kinked ? 4e-3 : 4e-4
    ) { try $0.add(DenseOperation(units: 3, activation: activation), to: [$1]) }
  }

  static func dense3(_ graph: inout Graph, _ edge: Edge) throws -> Edge {
    try graph.add(DenseOperation(units: 3, activation: .tanh), to: [edge])
  }

  static func lossCase(_ loss: any Loss, kinked: Bool = false) -> GradientCase {
    GradientCase(
      description: loss.kind, loss: loss, step: kinked ? 2e-3 : 0.02,
      tolerance: kinked ? 4e-3 : 4e-4
    ) { try $0.add(DenseOperation(units: 3), to: [$1]) }
  }

  static let losses: [GradientCase] = [
    lossCase(AbsoluteError(), kinked: true), lossCase(HuberLoss(delta: 0.4), kinked: true),
    lossCase(QuantileLoss(level: 0.8), kinked: true), lossCase(HingeLoss(), kinked: true),
    lossCase(PoissonLoss()), lossCase(CategoricalCrossEntropy()),
    GradientCase(description: "gaussian likelihood", loss: GaussianLikelihood()) {
      try $0.add(DenseOperation(units: 6, activation: .tanh), to: [$1])
    },
  ]

  // The step's slope is 0 everywhere, which difference quotients across its jump do not show.
  static let cases: [GradientCase] =
    losses + Activation.allCases.filter { $0 != .binaryStep }.map(dense) + [
    GradientCase(description: "dense of one unit", targets: 1) {
      try $0.add(DenseOperation(units: 1, activation: .tanh), to: [$1])
    },
    GradientCase(description: "binary cross entropy", targets: 1, loss: BinaryCrossEntropy()) {
      try $0.add(DenseOperation(units: 1), to: [dense3(&$0, $1)])
    },
    GradientCase(description: "activation") {
      try $0.add(ActivationOperation(.silu), to: [dense3(&$0, $1)])
    },
    GradientCase(description: "activation by output") {
      try $0.add(ActivationOperation(.sigmoid), to: [dense3(&$0, $1)])
    },
    GradientCase(description: "edges used several times") { graph, x in
      let a = try dense3(&graph, x), b = try dense3(&graph, x)
      let product = try graph.add(MultiplyOperation(), to: [a, b])
      let square = try graph.add(MultiplyOperation(), to: [a, a])
      return try graph.add(AddOperation(), to: [product, square, a])
    },
    GradientCase(description: "dropout") {
      let hidden = try $0.add(DenseOperation(units: 20, activation: .tanh), to: [$1])
      return try dense3(&$0, $0.add(DropoutOperation(0.4), to: [hidden]))
    },
    GradientCase(description: "batch norm in training") {
      let hidden = try $0.add(BatchNormalizationOperation(), to: [dense3(&$0, $1)])
      return try dense3(&$0, hidden)
    },
    GradientCase(description: "batch norm first, on inputs") {
      try dense3(&$0, $0.add(BatchNormalizationOperation(), to: [$1]))
    },
    GradientCase(description: "softmax") { try $0.add(SoftmaxOperation(), to: [dense3(&$0, $1)]) },
    GradientCase(description: "layer norm") {
      let hidden = try $0.add(DenseOperation(units: 20, activation: .tanh), to: [$1])
      return try dense3(&$0, $0.add(LayerNormalizationOperation(), to: [hidden]))
    },
    GradientCase(description: "prelu", step: 2e-3, tolerance: 4e-3) {
      try $0.add(ParametricRectifierOperation(), to: [dense3(&$0, $1)])
    },
    GradientCase(description: "maxout", step: 2e-3, tolerance: 4e-3) {
      let candidates = try $0.add(DenseOperation(units: 51), to: [$1])
      return try dense3(&$0, $0.add(MaxoutOperation(pieces: 3), to: [candidates]))
    },
    GradientCase(description: "deep with everything", step: 5e-3, tolerance: 2e-3) {
      var edge = $1
      for _ in 0..<2 {
        edge = try $0.add(DenseOperation(units: 17), to: [edge])
        edge = try $0.add(BatchNormalizationOperation(), to: [edge])
        edge = try $0.add(ActivationOperation(.softplus), to: [edge])
        edge = try $0.add(DropoutOperation(0.1), to: [edge])
      }
      return try dense3(&$0, edge)
    },
  ]

  /// Σ over the four points of a difference quotient of fourth order.
  private static func quotient(_ h: Float, _ value: (Float) -> Double) -> Float {
    let inner = value(h) - value(-h), outer = value(2 * h) - value(-2 * h)
    return Float((8 * inner - outer) / (12 * Double(h)))
  }

  // 70 events make two chunks.
  @Test(arguments: cases, [7, 70])
  func agreeWithFiniteDifferences(_ test: GradientCase, rows: Int) throws {
    try Self.expectDifferences(test, rows: rows)
  }

  /// Compares every third gradient of a parameter, and those of some inputs, with finite differences.
  static func expectDifferences(_ test: GradientCase, rows: Int) throws {
    let bench = try GradientBench(test, rows: rows)
    let features = test.features(rows)
    _ = bench.loss(features)
    let gradient = bench.executor.parameterGradient(rows: rows)
    let inputGradient = bench.executor.inputGradient(bench.features, rows: rows)
    let start = bench.parameters.values(0..<bench.parameters.count)
    for slot in bench.graph.slots where slot.definition.role != .state {
      for index in stride(from: slot.range.lowerBound, to: slot.range.upperBound, by: 3) {
        let wanted = Self.quotient(test.step) { h in
          bench.parameters.store([start[index] + h], at: index)
          return bench.loss(features)
        }
        bench.parameters.store([start[index]], at: index)
        let error = abs(gradient[index] - wanted)
        #expect(error <= test.tolerance * max(1, abs(wanted)), "\(slot.name)[\(index)]: \(wanted)")
      }
    }
    if test.wholeInputs > 0 { return }
    for index in stride(from: 0, to: features.count, by: max(1, rows / 7 * 3 + test.inputs / 7)) {
      let wanted = Self.quotient(test.step) { h in
        var moved = features
        moved[index] += h
        return bench.loss(moved)
      }
      #expect(abs(inputGradient[index] - wanted) <= test.tolerance * max(1, abs(wanted)))
    }
  }

  @Test func batchNormInUseDifferentiatesItsRunningAverages() throws {
    var test = Self.cases.first { $0.description == "batch norm in training" }!
    test.mode = .inference
    let bench = try GradientBench(test, rows: 9)
    let features = GradientBench.features(45)
    _ = bench.loss(features)
    let gradient = bench.executor.inputGradient(bench.features, rows: 9)
    for index in features.indices {
      let wanted = Self.quotient(0.02) { h in
        var moved = features
        moved[index] += h
        return bench.loss(moved)
      }
      #expect(abs(gradient[index] - wanted) <= 4e-4 * max(1, abs(wanted)))
    }
  }

  @Test(arguments: cases)
  func areTheSameBitsAtAnyThreadCount(_ test: GradientCase) throws {
    try Self.expectSameBits(test, rows: 5000)
  }

  static func expectSameBits(_ test: GradientCase, rows: Int) throws {
    // More chunks than threads, the last one short; enough work for threads to be used.
    let results = try [1, 2, 3].map { threads in
      let bench = try GradientBench(test, rows: rows, threads: threads)
      let loss = bench.loss(test.features(rows))
      return (loss, bench.executor.parameterGradient(rows: rows))
    }
    #expect(results[0].0 == results[1].0 && results[0].0 == results[2].0)
    #expect(results[0].1 == results[1].1 && results[0].1 == results[2].1)
  }
}
