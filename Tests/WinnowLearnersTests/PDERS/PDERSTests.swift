import Foundation
import Testing
import WinnowCore
import WinnowLearners

struct PDERSTests {
  private func model(
    _ sample: Sample, _ kernel: PDERSKernel, _ volume: PDERSVolume, events: Int = 20
  ) throws -> PDERSModel {
    var parameters = PDERSParameters()
    parameters.kernel = kernel
    parameters.volume = volume
    parameters.events = events
    parameters.scale = .none
    parameters.radius = 0.75
    return try PDERS(parameters).train(on: sample, validation: nil, in: RunContext())
  }

  /// A double loop over the events, densities of each class from its own sum of weights.
  private func naive(
    _ training: Sample, _ x: [Float], _ kernel: PDERSKernel, _ volume: PDERSVolume
  ) throws -> Double {
    let labels = try #require(training.labels)
    let distances = (0..<training.count).map { event in
      let differences = training.columns.indices.map {
        abs(Double(x[$0]) - Double(training.columns[$0][event]))
      }
      return kernel == .box
        ? differences.max() ?? 0 : sqrt(differences.reduce(0) { $0 + $1 * $1 })
    }
    let radius = volume == .fixed ? 0.75 : distances.sorted()[19]
    var sums = [0.0, 0.0], totals = [0.0, 0.0]
    for (event, label) in labels.enumerated() {
      totals[Int(label)] += training.weights[event]
      let r = distances[event] / radius
      if r > 1 { continue }
      let weight = switch kernel {
      case .box, .sphere: 1.0
      case .teepee: 1 - r
      case .gauss: exp(-2 * r * r)
      }
      sums[Int(label)] += weight * training.weights[event]
    }
    let densities = zip(sums, totals).map { $0 / $1 }, sum = densities[0] + densities[1]
    return sum > 0 ? min(max(densities[0] / sum, 0), 1) : 0.5
  }

  @Test(arguments: PDERSKernel.allCases, [PDERSVolume.adaptive, .fixed])
  func equalsTheDoubleLoop(kernel: PDERSKernel, volume: PDERSVolume) throws {
    let training = knnCloud(400, inputs: 3), other = knnCloud(60, inputs: 3, seed: 2)
    let model = try model(training, kernel, volume)
    let scores = try model.scores(for: other, threads: 1).response
    for event in 0..<other.count {
      let expected = try naive(training, other.columns.map { $0[event] }, kernel, volume)
      #expect(abs(Double(scores[event]) - expected) < 1e-6, "event \(event)")
    }
    #expect(try model.scores(for: other, threads: 3).response == scores)
  }

  @Test(arguments: [PDERSKernel.box, .gauss])
  func trainingEventsAreScoredWithoutThemselves(kernel: PDERSKernel) throws {
    let training = knnCloud(200, inputs: 2)
    let unit = training.replacing(weights: training.weights.map { _ in 1 })
    let scores = try model(unit, kernel, .adaptive).trainingScores(for: unit, threads: 1).response
    for event in [0, 57, 101] {
      let rest = unit.selecting((0..<200).filter { $0 != event })
      let expected = try naive(rest, unit.columns.map { $0[event] }, kernel, .adaptive)
      // One class has an event less among the others.
      #expect(abs(Double(scores[event]) - expected) < 0.01)
    }
  }

  @Test func anEmptyVolumeSaysNothing() throws {
    let model = try model(knnCloud(100, inputs: 2), .sphere, .fixed)
    let far = knnSample([[1000], [1000]], labels: [0])
    #expect(try model.scores(for: far, threads: 1).response == [0.5])
  }

  @Test func malformedArchivesAndTooFewEventsAreErrors() throws {
    let sample = knnCloud(100, inputs: 2)
    var archive = try model(sample, .box, .adaptive).archive()
    archive.store("settings", .table(["events": 100]))
    #expect(throws: WinnowError.self) { try PDERSModel(from: archive, schema: sample.schema) }
    #expect(throws: WinnowError.self) { try model(sample, .box, .adaptive, events: 100) }
    archive.store("settings", .table(["kernel": "cone"]))
    #expect(throws: WinnowError.self) { try PDERSModel(from: archive, schema: sample.schema) }
  }

  @Test func regressionGivesTheAverageTarget() throws {
    let sample = Sample(
      schema: Schema(names: ["x"]), columns: [[0, 1, 2, 3]], weights: [1, 3, 1, 1],
      truth: .targets(names: ["energy"], values: [[10, 20, 40, 80]]))
    let scores = try model(sample, .sphere, .fixed).scores(for: sample, threads: 1)
    #expect(scores.response == [10, 20, 40, 80])
    let wide = try model(sample, .sphere, .adaptive, events: 2).scores(for: sample, threads: 1)
    #expect(wide.response[0] == 17.5)
  }

  /// Weights 1, 3 in the volume of radius ¾ … of two events: ȳ = 17.5, σ² = Σ w²(v − ȳ)² / (Σ w)².
  @Test func errorsFromTheSpreadInTheVolume() throws {
    let sample = Sample(
      schema: Schema(names: ["x"]), columns: [[0, 1, 2, 3]], weights: [1, 3, 1, 1],
      truth: .targets(names: ["energy"], values: [[10, 20, 40, 80]]))
    let model = try model(sample, .sphere, .adaptive, events: 2)
    let error = try model.errors(for: sample, threads: 1).response[0]
    #expect(abs(Double(error) - sqrt(7.5 * 7.5 + 9 * 2.5 * 2.5) / 4) < 1e-6)
    let far = Sample(schema: sample.schema, columns: [[1000]], weights: [1])
    #expect(try self.model(sample, .sphere, .fixed).errors(for: far, threads: 1).response[0].isNaN)
  }
}
