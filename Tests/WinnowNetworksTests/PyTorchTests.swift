import Foundation
import Testing
import WinnowCore
import WinnowNetworks

/// Trainings by PyTorch, written by Fixtures/pytorch.py.
struct PyTorchFixture: Decodable {
  struct Training: Decodable, Sendable, CustomStringConvertible {
    let name: String
    let layers: Setting
    let training: Setting
    let loss: String
    let targets: String
    /// Initial values, slot by slot.
    let parameters: [[Float]]
    let losses: [Double]
    var description: String { name }
  }

  let columns: [[Float]]
  let weights: [Double]
  let targets: [String: [[Float]]]
  let cases: [Training]

  static let shared = Result {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/pytorch.json")
    return try JSONDecoder().decode(PyTorchFixture.self, from: Data(contentsOf: file))
  }
}

@Suite struct PyTorchTests {
  static let losses: [any Loss] = [
    BinaryCrossEntropy(), CategoricalCrossEntropy(), SquaredError(), AbsoluteError(),
    HuberLoss(delta: 0.7), PoissonLoss(), GaussianLikelihood(),
  ]

  static func network(_ training: PyTorchFixture.Training, inputs: Int) throws -> Network {
    let layers = try LayerCatalog.layers(reading: training.layers, owner: "layers")
    let network = try Network(inputs: inputs, layers: Sequential(layers), seed: 0)
    var parameters = network.parameters
    try #require(network.graph.slots.count == training.parameters.count)
    for (slot, values) in zip(network.graph.slots, training.parameters) {
      try #require(slot.range.count == values.count)
      parameters.replaceSubrange(slot.range, with: values)
    }
    return network.replacing(parameters: parameters)
  }

  @Test func fixtureIsThere() throws {
    #expect(try PyTorchFixture.shared.get().cases.count > 25)
  }

  @Test(arguments: (try? PyTorchFixture.shared.get().cases) ?? [])
  func lossesFollowThoseOfPyTorch(_ training: PyTorchFixture.Training) throws {
    let fixture = try PyTorchFixture.shared.get()
    let loss = try #require(Self.losses.first { $0.kind == training.loss })
    let examples = try Examples(
      columns: fixture.columns, targets: #require(fixture.targets[training.targets]),
      weights: fixture.weights)
    let settings = try TrainingSettings(reading: training.training, owner: "training")
    let record = try NetworkTrainer(phases: [settings.phase()], loss: loss)
      .train(Self.network(training, inputs: fixture.columns.count), on: examples).record
    for (point, wanted) in zip(record.history, training.losses) {
      let error = abs(point.trainingLoss - wanted)
      #expect(error <= 1e-5 * max(1, abs(wanted)), "step \(point.step): \(wanted)")
    }
    #expect(record.history.count == training.losses.count)
    #expect(abs(training.losses[0] - training.losses[training.losses.count - 1]) > 1e-3)
  }
}
