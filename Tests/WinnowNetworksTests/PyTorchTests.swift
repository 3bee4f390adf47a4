import Foundation
import Testing
import WinnowCore
import WinnowNetworks

/// Trainings by PyTorch, written by Fixtures/pytorch.py and Fixtures/pytorch_layers.py.
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

  static let shared = read("pytorch")
  /// Convolutions, poolings and recurrent layers.
  static let layers = read("pytorch_layers")

  private static func read(_ name: String) -> Result<PyTorchFixture, any Error> {
    Result {
      let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/\(name).json")
      return try JSONDecoder().decode(PyTorchFixture.self, from: Data(contentsOf: file))
    }
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
    #expect(try PyTorchFixture.layers.get().cases.count > 20)
  }

  @Test(arguments: (try? PyTorchFixture.shared.get().cases) ?? [])
  func lossesFollowThoseOfPyTorch(_ training: PyTorchFixture.Training) throws {
    try Self.expectLosses(training, of: PyTorchFixture.shared.get())
  }

  @Test(arguments: (try? PyTorchFixture.layers.get().cases) ?? [])
  func windowsAndRecurrencesFollowPyTorch(_ training: PyTorchFixture.Training) throws {
    try Self.expectLosses(training, of: PyTorchFixture.layers.get())
  }

  static func expectLosses(
    _ training: PyTorchFixture.Training, of fixture: PyTorchFixture
  ) throws {
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
