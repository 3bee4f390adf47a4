import Testing
import WinnowCore
import WinnowKernels
import WinnowMath
import WinnowNetworks

/// The decorrelating term: its value against the definition, its derivative against differences.
@Suite struct DistanceCorrelationTests {
  /// The weighted squared distance correlation by its definition, in double precision.
  static func definition(_ x: [Double], _ y: [Double], _ weights: [Double]) -> Double {
    let total = weights.reduce(0, +)
    let shares = weights.map { $0 / total }
    func centred(_ values: [Double]) -> [[Double]] {
      let distances = values.map { a in values.map { abs(a - $0) } }
      let means = distances.map { zip($0, shares).reduce(0) { $0 + $1.0 * $1.1 } }
      let mean = zip(means, shares).reduce(0) { $0 + $1.0 * $1.1 }
      return values.indices.map { j in
        values.indices.map { distances[j][$0] - means[j] - means[$0] + mean }
      }
    }
    let a = centred(x), b = centred(y)
    func moment(_ a: [[Double]], _ b: [[Double]]) -> Double {
      x.indices.reduce(0) { sum, j in
        x.indices.reduce(sum) { $0 + shares[j] * shares[$1] * a[j][$1] * b[j][$1] }
      }
    }
    return moment(a, b) / (moment(a, a) * moment(b, b)).squareRoot()
  }

  /// The value and its gradient for numbers, spectators and weights.
  static func run(
    _ x: [Float], _ y: [Float], _ weights: [Float], threads: Int = 1
  ) throws -> (value: Double, gradient: [Float]) {
    var graph = Graph()
    let edges = try ["x", "y", "w"].map { try graph.addInput($0, .scalar) }
    let loss = try graph.add(DistanceCorrelationOperation(), to: edges)
    let executor = GradientExecutor(
      graph, loss: loss, inputGradients: [edges[0]], parameters: Arena(count: 0), batch: x.count,
      seed: 1, team: ThreadTeam(threads: threads))
    let sum = executor.run(rows: x.count, step: 0) { inputs in
      for (edge, values) in zip(edges, [x, y, weights]) {
        var target = inputs.values(edge)
        for place in target.indices { target[place] = values[inputs.range.lowerBound + place] }
      }
    }
    return (sum / Double(x.count), executor.inputGradient(edges[0], rows: x.count))
  }

  static func events(_ count: Int, negative: Bool) -> (x: [Float], y: [Float], w: [Float]) {
    var random = CounterRandom(seed: 4)
    let y = (0..<count).map { _ in Float(random.normal()) }
    let x = y.map { 0.5 * $0 * $0 + Float(random.normal()) }
    let w = (0..<count).map { Float(negative && $0 % 9 == 4 ? -0.3 : random.uniform() + 0.2) }
    return (x, y, w)
  }

  // 200 events make four chunks.
  @Test(arguments: [20, 200], [false, true])
  func valueIsThatOfTheDefinition(count: Int, negative: Bool) throws {
    let (x, y, w) = Self.events(count, negative: negative)
    let wanted = Self.definition(x.map(Double.init), y.map(Double.init), w.map(Double.init))
    let found = try Self.run(x, y, w)
    #expect(abs(found.value - wanted) < 2e-6)
    #expect(wanted > 0.05)
  }

  @Test(arguments: [20, 200])
  func slopeIsThatOfDifferences(count: Int) throws {
    let (x, y, w) = Self.events(count, negative: true)
    let gradient = try Self.run(x, y, w).gradient
    let (exactY, exactW) = (y.map(Double.init), w.map(Double.init))
    for index in stride(from: 0, to: count, by: count / 10) {
      func value(_ h: Double) -> Double {
        var moved = x.map(Double.init)
        moved[index] += h
        return Self.definition(moved, exactY, exactW)
      }
      let wanted = (value(1e-6) - value(-1e-6)) / 2e-6
      #expect(abs(Double(gradient[index]) - wanted) < 2e-6 + 1e-3 * abs(wanted))
    }
  }

  @Test func sameBitsAtAnyThreadCount() throws {
    let (x, y, w) = Self.events(700, negative: true)
    let results = try [1, 3].map { try Self.run(x, y, w, threads: $0) }
    #expect(results[0].value == results[1].value && results[0].gradient == results[1].gradient)
  }

  @Test func knownValues() throws {
    let (x, y, w) = Self.events(100, negative: false)
    // A number and a straight line of it; a number that does not vary.
    #expect(abs(try Self.run(y.map { 3 - 2 * $0 }, y, w).value - 1) < 1e-5)
    let constant = try Self.run(Array(repeating: 2, count: 100), y, w)
    #expect(constant.value == 0 && constant.gradient.allSatisfy { $0 == 0 })
    // Events of weight 0 do not count.
    let half = (0..<100).map { $0 < 50 ? w[$0] : 0 }
    let part = try Self.run(Array(x[..<50]), Array(y[..<50]), Array(w[..<50]))
    #expect(abs(try Self.run(x, y, half).value - part.value) < 1e-6)
  }

  @Test func trainingTakesTheSpectatorOutOfTheResponse() throws {
    // The class shows in x₀ and in a mass that is given as x₁: without the term the network uses both.
    let count = 1500
    var random = CounterRandom(seed: 6)
    let label = (0..<count).map { Float($0 % 2) }
    let mass = label.map { Float(random.normal()) + $0 }
    let other = label.map { Float(random.normal()) + $0 }
    let examples = try Examples(
      columns: [other, mass], targets: [label, mass], weights: Array(repeating: 1, count: count))
    var phase = TrainingPhase()
    (phase.epochs, phase.batch, phase.learningRate) = (15, 500, 0.02)
    func backgroundCorrelation(_ objective: any Objective) throws -> Double {
      let network = try Network(
        inputs: 2, layers: Sequential([Dense(8, activation: .tanh), Dense(1)]), seed: 2)
      let trained = try NetworkTrainer(phases: [phase], loss: objective)
        .train(network, on: examples).network
      let outputs = trained.outputs(for: [other, mass], threads: 1)
      let background = label.indices.filter { label[$0] == 0 }.prefix(300)
      return Self.definition(
        background.map { Double(outputs[$0]) }, background.map { Double(mass[$0]) },
        background.map { _ in 1 })
    }
    let first = SpectatorBlind(BinaryCrossEntropy())
    #expect(try backgroundCorrelation(first) > 0.2)
    #expect(try backgroundCorrelation(Decorrelated(BinaryCrossEntropy(), strength: 20)) < 0.05)
  }

  /// The loss of the first target alone.
  struct SpectatorBlind: Objective {
    let loss: any Objective
    var name: String { loss.name }
    init(_ loss: any Objective) { self.loss = loss }
    func attach(
      to graph: inout Graph, outputs: Edge, targets: Edge, weights: Edge
    ) throws -> Edge {
      let wanted = try graph.slice(targets, 0..<1)
      return try loss.attach(to: &graph, outputs: outputs, targets: wanted, weights: weights)
    }
  }
}
