import WinnowCore
import WinnowDensities
import WinnowEvaluation
import WinnowInput
import WinnowTransforms

extension TrainedClassifier {
  /// The densities that its models predict of the targets themselves, whatever was learnt in their place;
  /// nil for a method without.
  ///
  /// - Parameter folds: as in `scores`.
  /// - Throws: `badData` where the sample lacks an input or a raw estimate.
  func densities(
    for sample: Sample, folds: [Int]? = nil, threads: Int
  ) throws -> [TargetDensities]? {
    guard pipelines[0].model is any DensityPredicting else { return nil }
    let sample = try sample.matching(schema)
    var merged: [DensityPrediction] = []
    for (fold, pipeline) in pipelines.enumerated() {
      guard let model = pipeline.model as? any DensityPredicting else { return nil }
      let rows = (0..<sample.count).filter { pipelines.count == 1 || folds?[$0] == fold }
      let events = try pipeline.transforms.apply(to: sample.selecting(rows))
      let found = try model.densities(for: events, threads: threads)
      if pipelines.count == 1 {
        merged = found
      } else {
        if merged.isEmpty { merged = found.map { $0.empty(count: sample.count) } }
        merged = zip(merged, found).map { $0.replacing(rows, with: $1) }
      }
    }
    return try zip(merged, targets).map { prediction, plan in
      TargetDensities(
        try DensityColumns(prediction), isLogarithmic: plan.transform.isLogarithmic,
        raw: plan.transform.needsRaw ? sample.spectator(named: plan.rawName)?.values.reals : nil)
    }
  }

  /// `NAME_TARGET_sigma`, half of the central 68.3 %, the quantiles asked for as `NAME_TARGET_q16`, and the
  /// parameters of what was learnt as `NAME_TARGET_theta_mu` and so on; none for a method without
  /// densities.
  /// - Throws: as `densities`.
  func densityColumns(
    for sample: Sample, folds: [Int]? = nil, threads: Int
  ) throws -> [(name: String, values: [Float])] {
    guard let model = pipelines[0].model as? any DensityPredicting,
      let found = try densities(for: sample, folds: folds, threads: threads)
    else { return [] }
    var columns: [(name: String, values: [Float])] = []
    for (name, densities) in zip(columnNames, found) {
      columns.append((name: "\(name)_sigma", values: densities.sigmas(threads: threads)))
      for level in model.quantiles {
        columns.append(
          (
            name: "\(name)_\(QuantileDensity.name(of: level))",
            values: densities.quantiles(level, threads: threads)
          ))
      }
      for (parameter, values) in zip(densities.learnt.family.parameters, densities.learnt.values) {
        columns.append((name: "\(name)_theta_\(parameter.name)", values: values))
      }
    }
    return columns
  }
}

extension DensityPrediction {
  fileprivate func empty(count: Int) -> DensityPrediction {
    DensityPrediction(
      target: target, family: family, parameters: parameters,
      values: parameters.map { _ in [Float](repeating: .nan, count: count) })
  }

  fileprivate func replacing(_ rows: [Int], with part: DensityPrediction) -> DensityPrediction {
    var values = values
    for (parameter, column) in part.values.enumerated() {
      for (row, value) in zip(rows, column) { values[parameter][row] = value }
    }
    return DensityPrediction(target: target, family: family, parameters: parameters, values: values)
  }
}

extension Application {
  /// The columns of predicted densities; NaN in rows that were not scored.
  func densityColumns(_ classifier: TrainedClassifier, _ events: Sample) throws -> [OutputColumn] {
    let isPartial = classifier.missing == .drop && events.hasMissingValues
    let rows = isPartial ? events.completeRows : Array(0..<events.count)
    let folds = try classifier.foldRule?.folds(of: events)
    return try classifier.densityColumns(
      for: isPartial ? events.selecting(rows) : events,
      folds: folds.map { folds in rows.map { folds[$0] } }, threads: threads
    ).map { name, values in
      guard isPartial else { return OutputColumn(name, values) }
      var column = [Float](repeating: .nan, count: events.count)
      for (row, value) in zip(rows, values) { column[row] = value }
      return OutputColumn(name, column)
    }
  }
}
