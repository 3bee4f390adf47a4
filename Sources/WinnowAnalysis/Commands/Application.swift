import Foundation
import Logging
import WinnowCore
import WinnowEvaluation
import WinnowExpressions
import WinnowInput

/// `winnow apply`: the scores of a trained model for the events of files.
///
/// Every row of the input gets a row in the output, in the same order; the cuts of the analysis are
/// not applied. A row with missing inputs is an error, or has NaN as its response, or is scored, as
/// the analysis said with `missing`: error, drop, keep.
public struct Application: Sendable {
  public let model: URL
  public let input: [String]
  public let output: String
  /// Prior fraction of signal for the signal probability.
  public let prior: Double
  public let threads: Int
  /// Whether the statistical errors of the scores are written too.
  public var errors = false

  public init(model: URL, input: [String], output: String, prior: Double, threads: Int) {
    self.model = model
    self.input = input
    self.output = output
    self.prior = prior
    self.threads = threads
  }

  public func execute() throws {
    let console = Console(log: Logger(label: "winnow") { _ in SwiftLogNoOpLogHandler() })
    let classifier = try ModelFile.read(model)
    try refuseOverwriting()
    let events = try load(classifier)
    tellMissing(classifier, events, console)
    warn(of: events, classifier, console)
    let scores = try scores(classifier, events)
    try writeTable(columns(classifier, events, scores), to: destination())
    console.say("\(events.count) scores of “\(classifier.name)” written to \(output)")
  }

  /// The tree of a ROOT file is named `scores` where nothing else is said.
  private func destination() -> FileReference {
    let reference = FileReference(parsing: output)
    let isROOT = reference.file.lowercased().hasSuffix(".root")
    return FileReference(
      file: reference.file, object: reference.object ?? (isROOT ? "scores" : nil))
  }

  /// Input stays untouched.
  private func refuseOverwriting() throws {
    let target = Self.real(destination().file)
    for file in try FileSet(patterns: input).files where Self.real(file.file) == target {
      throw WinnowError(.usage, "the output “\(output)” is an input file; name another one")
    }
  }

  private static func real(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }

  private func tellMissing(
    _ classifier: TrainedClassifier, _ events: Sample, _ console: Console
  ) {
    let names = classifier.spectators.compactMap { try? NamedExpression(parsing: $0).name }
    for name in names where events.spectator(named: name) == nil {
      console.warn("the files have no spectator “\(name)”; the output goes without it")
    }
  }

  private func load(_ classifier: TrainedClassifier) throws -> Sample {
    let files = try FileSet(patterns: input).files
    var request = SampleRequest(
      sources: [.init(files)], features: classifier.schema.features)
    request.spectators = try spectators(classifier, in: files)
    request.options = classifier.csv.readingOptions
    request.options.threads = threads
    request.missing = classifier.missing == .error ? .error : .keep
    request.keepsInfinity = classifier.missing == .drop
    return try WinnowInput.load(request).sample
  }

  /// The spectators of the analysis, as far as the files have them; the fold identifier always.
  private func spectators(
    _ classifier: TrainedClassifier, in files: [FileReference]
  ) throws -> [NamedExpression] {
    if classifier.spectators.isEmpty && classifier.foldRule == nil && classifier.targets.isEmpty { return [] }
    let available = try files.first.map { try FileFormats.open($0).columns.map(\.name) } ?? []
    let named = try classifier.spectators.map { try NamedExpression(parsing: $0) }
    let needed = try classifier.foldRule.map { rule in
      try named.first { $0.name == rule.identifier } ?? NamedExpression(parsing: rule.identifier)
    }
    let wanted = named.filter { $0.name != needed?.name }
    return try ([needed].compactMap { $0 } + wanted).filter { spectator in
      spectator.name == needed?.name
        || spectator.expression.columnNames.allSatisfy(available.contains)
    } + raw(classifier, available)
  }

  /// The raw estimates of a regression: needed where predictions are relative to them.
  private func raw(
    _ classifier: TrainedClassifier, _ available: [String]
  ) throws -> [NamedExpression] {
    try classifier.targets.filter { $0.transform.needsRaw }.rawSpectators()
      + classifier.targets.filter { !$0.transform.needsRaw }.rawSpectators().filter {
        $0.expression.columnNames.allSatisfy(available.contains)
      }
  }

  private func warn(of events: Sample, _ classifier: TrainedClassifier, _ console: Console) {
    let outside = (try? classifier.outOfRange(events)) ?? []
    for (name, count) in outside where count > 0 {
      let percent = String(format: "%.2g", 100 * Double(count) / Double(events.count))
      console.warn(
        "\(count) of \(events.count) events (\(percent) %) are outside the training range of “\(name)”")
    }
  }

  private func scores(_ classifier: TrainedClassifier, _ events: Sample) throws -> Scores {
    let folds = try classifier.foldRule?.folds(of: events)
    guard classifier.missing == .drop, events.hasMissingValues else {
      return try classifier.scores(for: events, folds: folds, threads: threads)
    }
    let rows = events.completeRows
    let scores = try classifier.scores(
      for: events.selecting(rows), folds: folds.map { folds in rows.map { folds[$0] } },
      threads: threads)
    let values = scores.values.map { part in
      var column = [Float](repeating: .nan, count: events.count)
      for (row, score) in zip(rows, part) { column[row] = score }
      return column
    }
    return Scores(outputs: scores.outputs, values: values)
  }

  private func columns(
    _ classifier: TrainedClassifier, _ events: Sample, _ scores: Scores
  ) throws -> [OutputColumn] {
    var columns = zip(classifier.columnNames, scores.values).map { OutputColumn($0, $1) }
    if let probability = classifier.probability {
      columns.append(
        OutputColumn(
          "\(classifier.name)_probability",
          probability.probabilities(of: scores.response, prior: prior)))
    }
    return try columns + densityColumns(classifier, events) + errorColumns(classifier, events)
      + events.spectators.map { OutputColumn($0) }
  }
}

extension Sample {
  /// Events without a missing input.
  var completeRows: [Int] {
    (0..<count).filter { row in columns.allSatisfy { $0[row].isFinite } }
  }
}
