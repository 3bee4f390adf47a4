import Foundation
import Testing
import WinnowCore
import WinnowExpressions
import WinnowInput
import WinnowLearners
import WinnowTestSupport

/// Responses that TMVA 4.2.0 stored for `nkNN=20:ScaleFrac=0.8:UseKernel=F:UseWeight=T`, event by event.
///
/// TMVA's widths come from the 600th and 5400th of 6000 rising values without regard to weights, of
/// both classes together; its neighbours are exact, in single precision.
@Suite(.enabled(if: StoredResponses.arePresent)) struct KNNAgainstTMVATests {
  private func model(_ training: Sample) throws -> KNNModel {
    var parameters = KNNParameters()
    parameters.neighbors = 20
    parameters.scale = .interval
    parameters.scaleFraction = 0.8
    return try KNN(parameters).train(on: training, validation: nil, in: RunContext(threads: 2))
  }

  /// All 6000 test events to 2·10⁻⁷: weights are stored in single precision.
  @Test func classification() throws {
    let files = StoredResponses(
      folder: "tmva-4.2.0-class", inputs: ["myvar1", "myvar2", "var3", "var4"], hasClasses: true)
    let (training, _) = try files.load("TrainTree", ["KNN"])
    let (test, stored) = try files.load("TestTree", ["KNN"])
    let scores = try model(training).scores(for: test, threads: 2)
    let differences = zip(scores.response, stored[0]).map { abs(Double($0) - $1) }
    #expect(differences.count == 6000)
    #expect(differences.max() ?? 1 < 2e-7)
    #expect(abs(plainAUC(scores, of: test) - 0.87832) < 1e-5)
  }

  /// All 9000 test events to 10⁻⁴ of values up to 390, which TMVA sums in single precision; the
  /// weighted width of the residuals is 5.762.
  @Test func regression() throws {
    let files = StoredResponses(
      folder: "tmva-4.2.0-regression", inputs: ["var1", "var2"], hasClasses: false)
    let (events, targets) = try files.load("TrainTree", ["fvalue"])
    let training = Sample(
      schema: events.schema, columns: events.columns, weights: events.weights,
      truth: .targets(names: ["fvalue"], values: targets.map { $0.map { Float($0) } }))
    let (test, stored) = try files.load("TestTree", ["KNN", "fvalue"])
    let scores = try model(training).scores(for: test, threads: 2).response.map { Double($0) }
    let differences = zip(scores, stored[0]).map { abs($0 - $1) }
    #expect(differences.count == 9000)
    #expect(differences.max() ?? 1 < 1e-4)
    let residuals = zip(scores, stored[1]).map { $0 - $1 }
    let total = test.weights.reduce(0, +)
    let bias = zip(test.weights, residuals).reduce(0) { $0 + $1.0 * $1.1 } / total
    let squares = zip(test.weights, residuals).reduce(0) { $0 + $1.0 * ($1.1 - bias) * ($1.1 - bias) }
    #expect(abs(bias + 0.5112) < 1e-3)
    #expect(abs(sqrt(squares / total) - 5.762) < 1e-3)
  }
}

/// Files of TMVA responses, where they are at hand.
private struct StoredResponses {
  let folder: String
  let inputs: [String]
  let hasClasses: Bool

  static var arePresent: Bool {
    FileManager.default.fileExists(
      atPath: SharedData.folder.appending(path: "tmva-outputs/tmva-4.2.0-class/responses.root").path)
  }

  /// The events of a tree, and further columns of it.
  func load(_ tree: String, _ others: [String]) throws -> (events: Sample, columns: [[Double]]) {
    let path = "tmva-outputs/\(folder)/responses.root"
    let file = FileReference(file: SharedData.folder.appending(path: path).path, object: tree)
    var request = SampleRequest(sources: [.init([file])], features: inputs.map { Feature($0) })
    request.weight = try Expression(parsing: "weight")
    request.label = hasClasses ? LabelRule(column: "classID", signal: ["0"]) : nil
    request.spectators = others.map { NamedExpression(column: $0) }
    let sample = try WinnowInput.load(request).sample
    let columns = try others.map { name in
      guard case .real(let values)? = sample.spectator(named: name)?.values else {
        throw WinnowError(.badData, "no real column “\(name)”")
      }
      return values
    }
    return (sample, columns)
  }
}
