import Foundation
import WinnowCore
import WinnowExpressions
import WinnowInput

/// Loads and divides the events that an analysis names.
struct EventLoader {
  let plan: AnalysisPlan
  let threads: Int

  /// - Throws: what is wrong with a file, a column, a value, the split; with its place.
  func load() throws -> EventSets {
    switch plan.input {
    case .together(let events):
      let loaded = try WinnowInput.load(request(events))
      return try divide(loaded)
    case .apart(let train, let test):
      let training = try WinnowInput.load(request(train))
      let testing = try WinnowInput.load(request(test))
      return try sets(
        train: training.sample, test: testing.sample,
        remarks: training.remarks + testing.remarks.map { "Test events: \($0)" },
        split: "Training and test events come from files of their own.")
    }
  }

  private func divide(_ loaded: LoadedSample) throws -> EventSets {
    let sample = loaded.sample
    switch try plan.split.applied(to: sample) {
    case .parts(let train, let test):
      let unused = sample.count - train.count - test.count
      let remark = "\(unused) of \(sample.count) events belong to neither part of the split."
      return try sets(
        train: sample.selecting(train), test: sample.selecting(test),
        remarks: loaded.remarks + (unused > 0 ? [remark] : []), split: plan.split.summary)
    case .folds(let folds, _):
      var sets = try sets(
        train: sample, test: sample, remarks: loaded.remarks, split: plan.split.summary)
      sets.folds = folds
      if case .folds(let rule) = plan.split { sets.foldRule = rule }
      return sets
    }
  }

  private func sets(
    train: Sample, test: Sample, remarks: [String], split: String
  ) throws -> EventSets {
    EventSets(
      train: train, test: test,
      trainingWeights: try plan.normalization.applied(to: train).weights, splitSentence: split,
      normalizationSentence: plan.targets.isEmpty
        ? plan.normalization.summary : "Event weights are scaled to an average of 1.",
      remarks: remarks + negativeWeights(train))
  }

  private func negativeWeights(_ sample: Sample) -> [String] {
    if sample.labels == nil { return negativeWeights(sample.weights, "").map { [$0] } ?? [] }
    return sample.classNames.indices.compactMap { index in
      negativeWeights(
        sample.rows(ofClass: index).map { sample.weights[$0] },
        " of the class “\(sample.classNames[index])”")
    }
  }

  private func negativeWeights(_ weights: [Double], _ whose: String) -> String? {
    let part = weights.count { $0 < 0 }
    if part == 0 { return nil }
    return "\(part) of \(weights.count) training events\(whose) have negative weights."
  }
}

// MARK: - Requests

extension EventLoader {
  private func request(_ events: EventsPlan) throws -> SampleRequest {
    var request: SampleRequest
    switch events {
    case .classes(let classes, _):
      let sources = try classes.enumerated().map { try source($1.source, class: $0) }
      request = SampleRequest(sources: sources, features: plan.variables)
    case .labelled(let files, let label, _):
      request = SampleRequest(sources: [try source(files, class: nil)], features: plan.variables)
      request.limit = files.events
      request.label = LabelRule(column: label.column, classes: label.classes.map(\.values))
    case .plain(let files, _):
      request = SampleRequest(sources: [try source(files, class: nil)], features: plan.variables)
      request.limit = files.events
      request.targets = try plan.targets.map {
        NamedExpression($0.name, try $0.feature.expression.expression)
      }
    }
    request.classNames = events.classNames
    request.options = events.csv.readingOptions
    request.options.threads = threads
    request.spectators = try plan.allSpectators.map { try NamedExpression(parsing: $0) }
      + plan.targets.rawSpectators()
    request.cut = try plan.cut?.expression
    request.weight = try plan.weight?.expression
    request.missing = plan.missing
    return request
  }

  private func source(_ plan: SourcePlan, class index: Int?) throws -> SampleRequest.Source {
    return SampleRequest.Source(
      try FileSet(
        patterns: plan.files, relativeTo: self.plan.directory.path, at: plan.location
      ).files, classIndex: index,
      weight: try plan.weight?.expression, cut: try plan.cut?.expression, limit: plan.events)
  }
}

extension CSVPlan {
  var readingOptions: ReadingOptions {
    var options = ReadingOptions(names: names)
    options.csv.delimiter = delimiter
    options.csv.header = header.map { $0 ? .present : .absent } ?? .detect
    return options
  }
}

extension AnalysisPlan {
  /// Those that the file names, and those that the split goes by.
  var allSpectators: [String] {
    let needed: [String] = if case .together = input { split.requiredSpectators } else { [] }
    func name(_ text: String) -> String { (try? NamedExpression(parsing: text).name) ?? text }
    let named = spectators.map(name)
    return spectators + needed.filter { !named.contains(name($0)) }
  }
}
