import WinnowCore
import WinnowInput
import WinnowTransforms

extension Application {
  /// The statistical error of each score, where it was asked for: `name_error`, or `name_output_error`
  /// for several outputs.
  ///
  /// - Throws: `usage` where the method has no errors.
  func errorColumns(
    _ classifier: TrainedClassifier, _ events: Sample
  ) throws -> [OutputColumn] {
    guard errors else { return [] }
    let isPartial = classifier.missing == .drop && events.hasMissingValues
    let rows = isPartial ? events.completeRows : Array(0..<events.count)
    let folds = try classifier.foldRule?.folds(of: events)
    let found = try classifier.errors(
      for: events.selecting(rows), folds: folds.map { folds in rows.map { folds[$0] } },
      threads: threads)
    return zip(found.outputs, found.values).map { output, values in
      var column = [Float](repeating: .nan, count: events.count)
      for (row, value) in zip(rows, values) { column[row] = value }
      let name = found.outputs.count == 1 ? classifier.name : "\(classifier.name)_\(output)"
      return OutputColumn("\(name)_error", column)
    }
  }
}

extension TrainedClassifier {
  /// Standard errors of the scores, from the models that have them (`ErrorEstimating`).
  ///
  /// - Parameter folds: as in `scores`.
  /// - Throws: `usage` where the method has no errors; `badData` where the sample lacks an input.
  public func errors(for sample: Sample, folds: [Int]? = nil, threads: Int) throws -> Scores {
    let sample = try sample.matching(schema)
    var parts: [(rows: [Int], errors: Scores)] = []
    for (fold, pipeline) in pipelines.enumerated() {
      guard let model = pipeline.model as? any ErrorEstimating else {
        throw WinnowError(
          .usage, "the scores of “\(name)” have no errors: \(kind) knows none; KNN and PDERS do")
      }
      let rows = (0..<sample.count).filter { pipelines.count == 1 || folds?[$0] == fold }
      let events = try pipeline.transforms.apply(to: sample.selecting(rows))
      parts.append((rows, try model.errors(for: events, threads: threads)))
    }
    var values = parts[0].errors.values.map { _ in [Float](repeating: .nan, count: sample.count) }
    for part in parts {
      for output in values.indices {
        for (row, error) in zip(part.rows, part.errors.values[output]) { values[output][row] = error }
      }
    }
    return Scores(outputs: parts[0].errors.outputs, values: values)
  }
}
