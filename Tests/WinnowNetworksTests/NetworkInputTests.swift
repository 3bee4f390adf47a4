import Testing
import WinnowCore
import WinnowMath
import WinnowNetworks

@Suite struct NetworkInputTests {
  /// Two inputs that join in the middle.
  static func joined(_ graph: inout Graph, _ inputs: [Edge]) throws -> Edge {
    let image = try graph.flatten(inputs[0])
    let first = try Dense(4, activation: .tanh).attach(to: &graph, after: image)
    return try Dense(1).attach(to: &graph, after: graph.concatenate([first, inputs[1]]))
  }

  static let inputs = [NetworkInput("image", Shape(2, 2, 1)), NetworkInput("angle", Shape(1))]

  @Test func severalInputsJoin() throws {
    let network = try Network(inputs: Self.inputs, seed: 3, Self.joined)
    #expect(network.inputCount == 5 && network.graph.learntCount == 20 + 6)
    var random = CounterRandom(seed: 1)
    let columns = (0..<5).map { _ in (0..<40).map { _ in Float(random.normal()) } }
    let outputs = network.predict(columns)[0]
    // The last input goes straight to the output, with the last weight.
    let last = network.graph.slots.filter { $0.definition.role == .weight }[1]
    let weight = network.parameters[last.range.upperBound - 1]
    let moved = network.predict(Array(columns[..<4]) + [columns[4].map { $0 + 1 }])[0]
    for (a, b) in zip(outputs, moved) { #expect(abs(b - a - weight) < 1e-5) }
  }

  @Test func trainsLikeAnyOther() throws {
    var random = CounterRandom(seed: 2)
    let columns = (0..<5).map { _ in (0..<600).map { _ in Float(random.normal()) } }
    let targets = (0..<600).map { columns[0][$0] * columns[3][$0] + columns[4][$0] > 0 ? Float(1) : 0 }
    let examples = try Examples(
      columns: columns, targets: [targets], weights: Array(repeating: 1, count: 600))
    var network = try Network(inputs: Self.inputs, seed: 3, Self.joined)
    let before = try network.evaluate(examples)
    try network.fit(examples, by: NetworkTrainer(phases: [TrainingTests.phase(60)]))
    #expect(try network.evaluate(examples) < 0.75 * before)
  }

  @Test func misfitsAreErrors() {
    #expect(throws: WinnowError.self) { try Network(inputs: [], seed: 1, Self.joined) }
    let swapped = Array(Self.inputs.reversed())
    let error = #expect(throws: WinnowError.self) {
      try Network(inputs: swapped, seed: 1, Self.joined)
    }
    #expect(error?.kind == .badConfiguration)
  }

  /// A mass that tells the classes apart as well as the other input: with the term, the response among
  /// background stops following it.
  @Test func discoFreesTheResponseFromAMass() throws {
    var random = CounterRandom(seed: 5)
    let count = 4000
    let labels = (0..<count).map { UInt8($0 % 2) }
    let mass = labels.map { random.normal() + ($0 == 0 ? 1 : 0) }
    let other = labels.map { Float(random.normal() + ($0 == 0 ? 1 : 0)) }
    let sample = Sample(
      schema: Schema(names: ["mass", "other"]), columns: [mass.map { Float($0) }, other],
      weights: Array(repeating: 1, count: count),
      truth: .classes(names: ["signal", "background"], labels: labels),
      spectators: [Spectator("m", .real(mass))])
    func correlation(_ disco: String?) throws -> Double {
      var phase = NetworkHeadTests.phase(20)
      phase.batch = 500
      var loss = LossSettings()
      loss.disco = disco
      let recipe = NetworkModel.Recipe(
        layers: [Dense(8, activation: .tanh)], phases: [phase], loss: loss)
      let model = try NetworkModel.train(recipe, on: sample, validation: nil, in: RunContext())
      let again = try NetworkModel(from: model.archive(), schema: model.schema)
      let response = try again.scores(for: sample, threads: 1).response
      let background = sample.rows(ofClass: 1)
      let pairs = background.map { (Double(response[$0]), mass[$0]) }
      let n = Double(pairs.count)
      let a = pairs.reduce(0) { $0 + $1.0 } / n, b = pairs.reduce(0) { $0 + $1.1 } / n
      let sums = pairs.reduce(SIMD3<Double>()) {
        $0 + SIMD3(($1.0 - a) * ($1.1 - b), ($1.0 - a) * ($1.0 - a), ($1.1 - b) * ($1.1 - b))
      }
      return sums.x / (sums.y * sums.z).squareRoot()
    }
    let plain = try correlation(nil), free = try correlation("m")
    #expect(plain > 0.4 && abs(free) < 0.12, "\(plain), \(free)")
    let error = #expect(throws: WinnowError.self) { try correlation("mm") }
    #expect(error?.message.contains("disco names “mm”, which is no spectator") == true)
  }
}
