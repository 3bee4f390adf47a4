import Foundation
import WinnowCore
import WinnowEvaluation
import WinnowInput

/// The test events that several runs share, and the responses of all their methods to them.
///
/// Events are the same where all integer spectators that the runs have in common, and the class, are. Runs
/// without such identifiers share their events where weights and classes agree row by row.
struct SharedTestEvents {
  struct Run {
    let label: String
    let folder: RunFolder
    let methods: [String]
  }

  /// Differences in AUC of each pair of methods, as `run/method`, on the shared events.
  let comparisons: [MethodComparison]
  /// One sentence on what was paired.
  let sentence: String

  init(_ runs: [Run]) throws {
    let parts = try runs.map { try ScoredRun($0) }
    let names = Self.identifiers(parts)
    let keys = parts.map { $0.keys(names) }
    guard let rows = Self.shared(keys, parts) else {
      comparisons = []
      sentence = "The runs have no test events in common that could be told apart, so that errors are "
        + "those of different events."
      return
    }
    let count = rows.first?.count ?? 0
    let influences = try zip(parts, rows).flatMap { part, rows in try part.influences(rows) }
    comparisons = MethodComparison.all(influences)
    let by = names.isEmpty ? "their order" : names.joined(separator: ", ")
    sentence = "Differences are paired on the \(count) test events that all runs share, told by \(by)."
  }

  private static func identifiers(_ runs: [ScoredRun]) -> [String] {
    guard let first = runs.first else { return [] }
    return first.identifiers.keys.filter { name in
      runs.allSatisfy { $0.identifiers[name] != nil }
    }.sorted()
  }

  /// Rows of the shared events in each run, in one order; nil where too few can be told.
  private static func shared(_ keys: [[[Int64]]], _ runs: [ScoredRun]) -> [[Int]]? {
    guard let first = keys.first, keys.count > 1 else { return nil }
    if first.first?.count == 1 {
      // Only the class: events by their order.
      let same = runs.allSatisfy {
        $0.weights == runs[0].weights && $0.classes == runs[0].classes
      }
      return same ? runs.map { Array($0.weights.indices) } : nil
    }
    let places = keys.map { keys in
      Dictionary(keys.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
    }
    guard zip(keys, places).allSatisfy({ $0.count == $1.count }) else { return nil }
    let common = first.filter { key in places.allSatisfy { $0[key] != nil } }
    guard common.count >= 100 else { return nil }
    let rows = places.map { place in common.compactMap { place[$0] } }
    let weights = zip(runs, rows).map { run, rows in rows.map { run.weights[$0] } }
    return weights.allSatisfy { $0 == weights[0] } ? rows : nil
  }
}

/// The test part of a run's `scores.h5`.
private struct ScoredRun {
  let label: String
  let weights: [Double]
  let classes: [Int64]
  let identifiers: [String: [Int64]]
  private let responses: [(name: String, values: [Float])]

  init(_ run: SharedTestEvents.Run) throws {
    label = run.label
    let table = try FileFormats.open(FileReference(file: run.folder.scores.path, object: "test"))
    weights = try table.numbers(of: ["weight"])[0]
    classes = try table.numbers(of: ["class"])[0].map { Int64($0) }
    responses = try run.methods.map { name in
      (name, try table.numbers(of: [name])[0].map { Float($0) })
    }
    let taken = Set(run.methods + ["weight", "class"])
    identifiers = try table.columns.reduce(into: [:]) { found, column in
      guard column.type.isInteger, !taken.contains(column.name) else { return }
      if case .integer(let values) = try table.exactValues(of: column.name) {
        found[column.name] = values
      }
    }
  }

  /// The identifiers of each event, and its class.
  func keys(_ names: [String]) -> [[Int64]] {
    let columns = names.compactMap { identifiers[$0] } + [classes]
    return weights.indices.map { row in columns.map { $0[row] } }
  }

  func influences(_ rows: [Int]) throws -> [(name: String, influence: AUCInfluence)] {
    try responses.map { name, values in
      let scored = try ScoredEvents(
        response: rows.map { values[$0] }, weights: rows.map { weights[$0] },
        isSignal: rows.map { classes[$0] == 0 })
      return ("\(label)/\(name)", AUCInfluence(scored))
    }
  }
}
