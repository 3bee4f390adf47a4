import Foundation
import WinnowEvaluation

/// The events of `Fixtures/scored.csv` and the figures of `Fixtures/reference.json`, both written by
/// `Fixtures/reference.py` with NumPy, SciPy and scikit-learn.
struct Reference {
  private let columns: [String: [Double]]
  private let figures: [String: Any]

  init() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    let text = try String(contentsOf: folder.appending(path: "scored.csv"), encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.split(separator: ",") }
    let rows = lines.dropFirst().map { $0.compactMap { Double($0) } }
    columns = Dictionary(
      uniqueKeysWithValues: lines[0].enumerated().map { index, name in
        (String(name), rows.map { $0[index] })
      })
    let data = try Data(contentsOf: folder.appending(path: "reference.json"))
    figures = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// The values of a column in the test (1) or training (0) part.
  func column(_ name: String, test: Bool = true) -> [Double] {
    let part = columns["test"] ?? []
    let all = name == "unit" ? [Double](repeating: 1, count: part.count) : columns[name] ?? []
    return all.indices.filter { (part[$0] == 1) == test }.map { all[$0] }
  }

  func scored(_ method: String, weights: String, test: Bool = true) throws -> ScoredEvents {
    try ScoredEvents(
      response: column(method, test: test).map(Float.init), weights: column(weights, test: test),
      isSignal: column("label", test: test).map { $0 == 1 })
  }

  /// A figure for a kind of weights; NaN where there is none, which no comparison accepts.
  func figure(_ weights: String, _ name: String, _ part: String? = nil) -> Double {
    let found = (figures[weights] as? [String: Any])?[name]
    if let part { return (found as? [String: Any])?[part] as? Double ?? .nan }
    return found as? Double ?? .nan
  }

  func list(_ weights: String, _ name: String) -> [Double] {
    (figures[weights] as? [String: Any])?[name] as? [Double] ?? []
  }

  func matrix(_ group: String, _ name: String) -> [[Double]] {
    (figures[group] as? [String: Any])?[name] as? [[Double]] ?? []
  }

  var edges: [Double] { figures["edges"] as? [Double] ?? [] }
}

/// Kinds of weights in the fixtures.
let weightKinds = ["unit", "positive", "signed", "whole"]
