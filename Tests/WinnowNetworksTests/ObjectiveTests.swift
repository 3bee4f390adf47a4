import Foundation
import Testing
import WinnowCore
import WinnowNetworks

/// Losses composed of operations.
@Suite struct ObjectiveTests {
  /// The squared error, built by hand.
  static let squares = ComposedLoss("squares") { graph, outputs, targets in
    try graph.power(graph.subtract(outputs, targets), 2)
  }

  static func examples() throws -> Examples {
    let x = (0..<60).map { Float($0) / 30 - 1 }
    return try Examples(
      columns: [x], targets: [x.map { sin(3 * $0) }, x.map { $0 * $0 }],
      weights: x.indices.map { $0 % 7 == 3 ? -0.2 : 1 })
  }

  static func losses(_ objective: any Objective) throws -> [Double] {
    var phase = TrainingPhase()
    (phase.epochs, phase.batch, phase.learningRate) = (15, 60, 0.01)
    let network = try Network(
      inputs: 1, layers: Sequential([Dense(8, activation: .tanh), Dense(2)]), seed: 3)
    return try NetworkTrainer(phases: [phase], loss: objective)
      .train(network, on: examples()).record.history.map(\.trainingLoss)
  }

  @Test func aComposedLossTrainsLikeItsTwin() throws {
    let composed = try Self.losses(Self.squares), plain = try Self.losses(SquaredError())
    for (a, b) in zip(composed, plain) { #expect(abs(a - b) < 1e-5) }
    #expect(composed[14] < 0.9 * composed[0])
  }

  @Test func aLossOfOnesOwnLearns() throws {
    let logCosh = ComposedLoss("log cosh") { graph, outputs, targets in
      let difference = try graph.subtract(outputs, targets)
      let both = try graph.add(graph.exp(difference), graph.exp(graph.linear(difference, times: -1)))
      return try graph.log(graph.linear(both, times: 0.5))
    }
    let losses = try Self.losses(logCosh)
    #expect(losses[14] < 0.9 * losses[0])
    #expect(logCosh.name == "log cosh")
  }

  @Test func faultsNameTheNode() throws {
    let faulty = ComposedLoss("faulty") { graph, outputs, targets in
      try graph.subtract(outputs, graph.slice(targets, 0..<1))
    }
    let error = #expect(throws: WinnowError.self) { try Self.losses(faulty) }
    #expect(error?.message.contains("the node “subtract_1” (subtract) takes inputs of one shape") == true)
  }
}
