import Foundation
import Testing
import WinnowCore
import WinnowLearners
import WinnowTestSupport

struct KNNQualityTests {
  private func area(_ training: Sample, _ test: Sample, neighbors: Int = 50) throws -> Double {
    var parameters = KNNParameters()
    parameters.neighbors = neighbors
    let model = try KNN(parameters).train(on: training, validation: nil, in: RunContext(threads: 2))
    return plainAUC(try model.scores(for: test, threads: 2), of: test)
  }

  @Test func linearToyNearTheOptimum() throws {
    let training = knnLinearToy(perClass: 20_000, seed: 100)
    let test = knnLinearToy(perClass: 20_000, seed: 200)
    let area = try area(training, test)
    #expect(area > 0.9614 - 0.01)
    #expect(area < 0.9614 + 0.004)
  }

  /// The same AUC as scikit-learn's `KNeighborsClassifier(50)` on `StandardScaler` inputs: 0.9002114.
  @Test(.enabled(if: Magic.isPresent))
  func magicAsScikitLearn() throws {
    let area = try area(Magic.sample("train.csv"), Magic.sample("test.csv"))
    #expect(abs(area - 0.9002114) < 2e-5)
    #expect(area >= 0.9002)
  }
}

/// The MAGIC telescope data, where they are at hand.
private enum Magic {
  static var folder: URL {
    let given = ProcessInfo.processInfo.environment["WINNOW_SHARED_DATA"].map { URL(filePath: $0) }
    let package = URL(filePath: #filePath).appending(path: "../../../..").standardized
    return (given ?? package.appending(path: "../shared/data").standardized).appending(path: "magic")
  }

  static var isPresent: Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: "test.csv").path)
  }

  static func sample(_ file: String) throws -> Sample {
    let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    let rows = text.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    let columns = try (0..<10).map { j in try rows.map { try #require(Float($0[j])) } }
    return knnSample(columns, labels: rows.map { $0[10] == "g" ? 0 : 1 })
  }
}
