import Foundation
import Testing
import WinnowCore
import WinnowTestSupport
import WinnowTransforms

/// Outputs of NumPy, SciPy and scikit-learn for unit, positive and signed weights; see
/// `Fixtures/reference.py`.
@Suite struct ReferenceTests {
  private struct Reference: Decodable {
    struct Case: Decodable {
      let weights: [Double]
      let outputs: [String: [[Double]]]
    }
    let columns: [[Float]]
    let cases: [Case]
  }

  private func reference() throws -> Reference {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/reference.json")
    return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
  }

  @Test(
    arguments: ["normalize", "standardize", "decorrelate", "pca", "uniform", "gauss"],
    ["unit", "positive", "signed"])
  func agrees(_ transform: String, _ weights: String) throws {
    let reference = try reference()
    let index = try #require(["unit", "positive", "signed"].firstIndex(of: weights))
    let example = reference.cases[index]
    let sample = Sample(
      schema: Schema(names: ["a", "b", "c"]), columns: reference.columns, weights: example.weights)
    let fitted = try TransformChain(reading: Setting(.text(transform))).fit(to: sample)
    let output = try fitted.apply(to: sample)
    let wanted = try #require(example.outputs[transform])
    for (name, (column, values)) in zip(output.schema.names, zip(output.columns, wanted)) {
      #expect(
        isClose(column.map(Double.init), values, relative: 2e-6, absolute: 1e-6),
        "\(name): \(column) but \(values)")
    }
  }
}
