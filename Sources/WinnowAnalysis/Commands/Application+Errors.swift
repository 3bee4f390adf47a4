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
  /// Standard errors of the scores, from the models that have them (`ErrorEstimating`); those of what is
  /// learnt in place of a target become errors of the target.
  ///
  /// - Parameter folds: as in `scores`.
  /// - Throws: `usage` where the method has no errors; `badData` where the sample lacks an input.
  public func errors(for sample: Sample, folds: [Int]? = nil, threads: Int) throws -> Scores {
    try byFold(of: sample.matching(schema), folds) { pipeline, events in
      guard let model = pipeline.model as? any ErrorEstimating else {
        throw WinnowError(
          .usage, "the scores of “\(name)” have no errors: \(kind) knows none; KNN and PDERS do")
      }
      let transformed = try pipeline.transforms.apply(to: events)
      let errors = try model.errors(for: transformed, threads: threads)
      if pipeline.targets.isIdentity { return errors }
      let scores = try model.scores(for: transformed, threads: threads)
      return try pipeline.targets.propagated(errors, of: scores, on: events)
    }
  }
}

extension FittedTargets {
  /// Standard errors of targets from those of what is learnt, σ |dy/df|: |r| σ for a ratio y = r f, and
  /// |y| σ for a logarithm y = r S exp(f). To first order in σ; the raw estimate r and the smearing factor
  /// S count as exact.
  ///
  /// - Parameter sample: carries the raw estimates.
  /// - Throws: as `decode`.
  func propagated(_ errors: Scores, of scores: Scores, on sample: Sample) throws -> Scores {
    let linear = try decode(errors, of: sample), targets = try decode(scores, of: sample)
    let values = plans.indices.map { index in
      plans[index].transform.isLogarithmic
        ? zip(targets.values[index], errors.values[index]).map { abs($0) * $1 }
        : linear.values[index].map(abs)
    }
    return Scores(outputs: plans.map(\.name), values: values)
  }
}
