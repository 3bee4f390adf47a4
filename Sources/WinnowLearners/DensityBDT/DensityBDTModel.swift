import WinnowCore
import WinnowDensities
import WinnowSplines
import WinnowTrees

/// Trained density trees: splines and a forest for each parameter of each target.
public struct DensityBDTModel: DensityPredicting {
  public let schema: Schema
  public let record: TrainingRecord
  let targets: [DensityTarget]
  /// One for each target.
  let learnt: [DensityForests]
  public let point: DensityPoint
  public let quantiles: [Double]

  public func densities(for sample: Sample, threads: Int) throws -> [DensityPrediction] {
    zip(targets, learnt).map { target, learnt in
      target.prediction(learnt.scores(of: sample.columns, threads: threads), threads: threads)
    }
  }
}

extension DensityBDTModel {
  /// That of the targets; splines as `target 0/splines 0/…`, forests as `target 0/forest 0/…`.
  public func archive() -> Archive {
    var archive = Archive()
    archive.store(targets, point, quantiles)
    for (number, learnt) in learnt.enumerated() {
      for parameter in learnt.forests.indices {
        archive.store("target \(number)/splines \(parameter)", learnt.splines[parameter].archive())
        archive.store("target \(number)/forest \(parameter)", learnt.forests[parameter].archive())
      }
    }
    return archive
  }

  public init(from archive: Archive, schema: Schema) throws {
    let stored = try archive.densityTargets()
    let learnt = try stored.targets.enumerated().map { number, target in
      let parameters = target.family.parameters.indices
      return DensityForests(
        family: target.family, unit: target.unit,
        splines: try parameters.map {
          try SplineSum(from: archive.inner("target \(number)/splines \($0)"), inputs: schema.count)
        },
        forests: try parameters.map { try Forest(from: archive.inner("target \(number)/forest \($0)")) })
    }
    for forest in learnt.flatMap(\.forests) where forest.features != schema.count {
      throw WinnowError(
        .badData, "a forest has \(forest.features) inputs, the model \(schema.count)")
    }
    self.init(
      schema: schema, record: TrainingRecord(), targets: stored.targets, learnt: learnt,
      point: stored.point, quantiles: stored.quantiles)
  }
}
