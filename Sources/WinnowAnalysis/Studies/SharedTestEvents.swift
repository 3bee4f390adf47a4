import Foundation
import WinnowCore
import WinnowEvaluation
import WinnowInput
import WinnowReport

/// The test events that several runs share, and the responses of all their methods to them.
///
/// Events are the same where all integer spectators that the runs have in common, and the class, are. Runs
/// without such identifiers share their events where weights and truth agree row by row.
struct SharedTestEvents {
  struct Run {
    let label: String
    let folder: RunFolder
    let summary: TaskSummary
  }

  /// Differences of each pair of methods, as `run/method`, on the shared events.
  let pairing: ComparisonWriter.Pairing

  init(_ runs: [Run]) throws {
    let parts = try runs.map { try ScoredRun($0) }
    let names = Self.identifiers(parts)
    guard let rows = Self.shared(parts.map { $0.keys(names) }, names, parts) else {
      pairing = .init(
        sentence: "The runs have no test events in common that could be told apart, so that errors "
          + "are those of different events.")
      return
    }
    let responses = zip(parts, rows).flatMap { $0.responses(to: $1) }
    let events = parts[0].events.selecting(rows[0])
    let by = names.isEmpty ? "their order" : names.joined(separator: ", ")
    let sentence = "Differences are paired on the \(events.count) test events that all runs share, told "
      + "by \(by)."
    pairing = switch parts[0].task {
    case .classification:
      .init(areas: try Self.areas(responses, events), sentence: sentence)
    case .multiclass:
      .init(
        areas: MulticlassEvents.comparisons(
          try responses.map { ($0.name, try MulticlassEvents($0.scores, of: events)) }),
        sentence: sentence)
    case .regression:
      .init(deviations: try Self.deviations(responses, events), sentence: sentence)
    }
  }

  private static func areas(
    _ responses: [(name: String, scores: Scores)], _ events: Sample
  ) throws -> [MethodComparison] {
    MethodComparison.all(
      try responses.map {
        ($0.name, AUCInfluence(try ScoredEvents(response: $0.scores.response, of: events)))
      })
  }

  private static func deviations(
    _ responses: [(name: String, scores: Scores)], _ events: Sample
  ) throws -> [RegressionComparison] {
    guard case .targets(let names, let values) = events.truth else { return [] }
    return try names.indices.flatMap { target in
      RegressionComparison.all(
        try responses.map { name, scores in
          let deviations = try Deviations(
            prediction: scores.values[target], target: values[target], weights: events.weights)
          return (name, DeviationInfluences(deviations))
        }, target: names[target])
    }
  }

  private static func identifiers(_ runs: [ScoredRun]) -> [String] {
    guard let first = runs.first else { return [] }
    return first.identifiers.keys.filter { name in
      runs.allSatisfy { $0.identifiers[name] != nil }
    }.sorted()
  }

  /// Rows of the shared events in each run, in one order; nil where too few can be told.
  private static func shared(
    _ keys: [[[Int64]]], _ names: [String], _ runs: [ScoredRun]
  ) -> [[Int]]? {
    guard let first = keys.first, keys.count > 1 else { return nil }
    let rows = names.isEmpty ? runs.map { Array($0.events.weights.indices) } : common(first, keys)
    guard let rows else { return nil }
    let events = zip(runs, rows).map { $0.events.selecting($1) }
    let agree = events.allSatisfy {
      $0.weights == events[0].weights && $0.truth == events[0].truth
    }
    return agree ? rows : nil
  }

  /// By their keys, in the order of the first run; nil for too few, and where a key comes twice.
  private static func common(_ first: [[Int64]], _ keys: [[[Int64]]]) -> [[Int]]? {
    let places = keys.map { keys in
      Dictionary(keys.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
    }
    guard zip(keys, places).allSatisfy({ $0.count == $1.count }) else { return nil }
    let common = first.filter { key in places.allSatisfy { $0[key] != nil } }
    guard common.count >= 100 else { return nil }
    return places.map { place in common.compactMap { place[$0] } }
  }
}

/// The test part of a run's `scores.h5`.
private struct ScoredRun {
  let task: LearnerTraits.Task
  /// Weights and truth alone.
  let events: Sample
  let identifiers: [String: [Int64]]
  private let label: String
  private let responses: [(name: String, scores: Scores)]

  init(_ run: SharedTestEvents.Run) throws {
    label = run.label
    let table = try FileFormats.open(FileReference(file: run.folder.scores.path, object: "test"))
    let layout = Layout(run.summary)
    task = layout.task
    events = Sample(
      schema: Schema([]), columns: [], weights: try table.numbers(of: ["weight"])[0],
      truth: try layout.truth(table))
    let columns = layout.methods.map { method in (method, layout.columns(of: method)) }
    responses = try columns.map { method, columns in
      (method, Scores(
        outputs: layout.outputs,
        values: try table.numbers(of: columns).map { $0.map { Float($0) } }))
    }
    let taken = Set(columns.flatMap { $0.1 } + layout.outputs + ["weight", "class"])
    identifiers = try table.columns.reduce(into: [:]) { found, column in
      guard column.type.isInteger, !taken.contains(column.name) else { return }
      if case .integer(let values) = try table.exactValues(of: column.name) {
        found[column.name] = values
      }
    }
  }

  /// The identifiers of each event, and its class.
  func keys(_ names: [String]) -> [[Int64]] {
    let columns = names.compactMap { identifiers[$0] }
      + [events.labels].compactMap { $0?.map { Int64($0) } }
    return events.weights.indices.map { row in columns.map { $0[row] } }
  }

  func responses(to rows: [Int]) -> [(name: String, scores: Scores)] {
    responses.map { name, scores in
      let values = scores.values.map { column in rows.map { column[$0] } }
      return ("\(label)/\(name)", Scores(outputs: scores.outputs, values: values))
    }
  }

  /// Where `scores.h5` has what.
  private struct Layout {
    let task: LearnerTraits.Task
    let methods: [String]
    /// Of each method: the response, its classes or its targets.
    let outputs: [String]
    private let classes: [String]

    init(_ summary: TaskSummary) {
      switch summary {
      case .classification(let summary):
        (task, methods) = (.classification, summary.methods.map(\.name))
        (outputs, classes) = (["response"], ["signal", "background"])
      case .multiclass(let summary):
        (task, methods) = (.multiclass, summary.methods.map(\.name))
        classes = summary.methods.first?.figures.classes ?? []
        outputs = classes
      case .regression(let summary):
        (task, methods) = (.regression, summary.methods.map(\.name))
        (outputs, classes) = (summary.targets.map(\.name), [])
      }
    }

    func columns(of method: String) -> [String] {
      task == .classification ? [method] : outputs.map { "\(method)_\($0)" }
    }

    func truth(_ table: any TableSource) throws -> Truth {
      if task == .regression {
        let values = try table.numbers(of: outputs).map { $0.map { Float($0) } }
        return .targets(names: outputs, values: values)
      }
      let labels = try table.numbers(of: ["class"])[0].map { value in
        guard let label = UInt8(exactly: value), label < classes.count else {
          throw WinnowError(.badData, "an event has the class \(value); there are \(classes.count)")
        }
        return label
      }
      return .classes(names: classes, labels: labels)
    }
  }
}
