import WinnowCore
import WinnowDensities
import WinnowTrees

/// Trained density trees: a forest for each parameter of each target.
public struct DensityBDTModel: DensityPredicting {
  public let schema: Schema
  public let record: TrainingRecord
  let targets: [DensityTarget]
  /// `forests[target][parameter]`.
  let forests: [[Forest]]
  public let point: DensityPoint
  public let quantiles: [Double]

  public func densities(for sample: Sample, threads: Int) throws -> [DensityPrediction] {
    zip(targets, forests).map { target, forests in
      target.prediction(
        forests.map { $0.scores(of: sample.columns, threads: threads) }, threads: threads)
    }
  }
}

extension DensityBDTModel {
  /// That of the targets; each forest as `target 0/forest 0/…`.
  public func archive() -> Archive {
    var archive = Archive()
    archive.store(targets, point, quantiles)
    for (number, forests) in forests.enumerated() {
      for (parameter, forest) in forests.enumerated() {
        archive.store("target \(number)/forest \(parameter)", forest.archive())
      }
    }
    return archive
  }

  public init(from archive: Archive, schema: Schema) throws {
    let stored = try archive.densityTargets()
    let forests = try stored.targets.enumerated().map { number, target in
      try target.family.parameters.indices.map { parameter in
        try Forest(from: archive.inner("target \(number)/forest \(parameter)"))
      }
    }
    for forest in forests.flatMap(\.self) where forest.features != schema.count {
      throw WinnowError(
        .badData, "a forest has \(forest.features) inputs, the model \(schema.count)")
    }
    self.init(
      schema: schema, record: TrainingRecord(), targets: stored.targets, forests: forests,
      point: stored.point, quantiles: stored.quantiles)
  }
}
