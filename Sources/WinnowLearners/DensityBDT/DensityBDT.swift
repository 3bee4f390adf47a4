import WinnowCore
import WinnowDensities
import WinnowKernels
import WinnowSplines
import WinnowTrees

/// Boosted trees that predict the density of each target: parameters of a family as functions of the
/// inputs, fitted by maximum likelihood, or quantiles.
///
/// Scores: one value of the density for each target, its median unless `point` says otherwise. See
/// `DensityBoosting` for formulas and references. Quantiles are learnt one by one with the quantile loss
/// and put in order.
public struct DensityBDT: Learner {
  public static let identifier = "DensityBDT"
  public static let summary = "boosted trees for the density of a target: value, resolution and tails by event"
  public static let traits = LearnerTraits(
    tasks: [.regression], missingValues: true,
    negativeWeights: "as negative_weights says; with their sign they count so in the slope of the "
      + "likelihood and by magnitude in its curvature",
    wantsValidation: true)

  public let parameters: DensityBDTParameters

  public init(_ parameters: DensityBDTParameters = DensityBDTParameters()) {
    self.parameters = parameters
  }

  /// - Throws: `badConfiguration` for options without meaning for quantiles; `badData` for no targets or
  ///   inputs, and as `DensityBoosting.train`; `interrupted`.
  public func train(
    on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> DensityBDTModel {
    try check()
    let (names, samples) = try Self.samples(training)
    let held = try validation.map { try Self.samples($0).samples }
    let team = ThreadTeam(threads: context.threads)
    var targets: [DensityTarget] = [], learnt: [DensityForests] = [], records: [TrainingRecord] = []
    for (index, name) in names.enumerated() {
      let (events, remark) = try samples[index].applying(
        parameters.negativeWeights.policy, targetsAreClasses: false, team: team)
      var (model, record) = try learn(events, held?[index], in: context.part(index, of: names.count))
      if let remark { record.remarks.append(remark) }
      targets.append(DensityTarget(name: name, family: model.family, unit: model.unit))
      learnt.append(model)
      records.append(record)
    }
    return DensityBDTModel(
      schema: training.schema, record: TrainingRecord.joined(records, names: names), targets: targets,
      learnt: learnt, point: parameters.output.point, quantiles: parameters.output.quantiles)
  }

  private typealias Learnt = (model: DensityForests, record: TrainingRecord)

  private func learn(
    _ events: BoostingSample, _ held: BoostingSample?, in context: RunContext
  ) throws -> Learnt {
    if parameters.output.isQuantiles { return try learnQuantiles(events, held, in: context) }
    return try DensityBoosting(family: parameters.output.family(), options: parameters.options)
      .train(on: events, validation: held, in: context)
  }

  private func learnQuantiles(
    _ events: BoostingSample, _ held: BoostingSample?, in context: RunContext
  ) throws -> Learnt {
    let levels = parameters.output.learntQuantiles
    let trained = try levels.enumerated().map { index, level in
      try GradientBoosting(loss: QuantileLoss(level: level), options: parameters.boosting)
        .train(on: events, validation: held, in: context.part(index, of: levels.count))
    }
    let family = QuantileDensity(levels: levels)
    let record = TrainingRecord.joined(
      trained.map(\.record), names: family.parameters.map(\.name))
    let model = DensityForests(
      family: family, unit: DensityScale(), splines: levels.map { _ in SplineSum() },
      forests: trained.map(\.forest))
    return (model, record)
  }

  private func check() throws {
    let usual = DensityBDTParameters()
    let idle: [(String, Bool)] = [
      ("significance", parameters.significance != usual.significance),
      ("shape_significance", parameters.shapeSignificance != usual.shapeSignificance),
      ("start", parameters.start != usual.start), ("step", parameters.step != usual.step),
      ("curvature", parameters.curvature != usual.curvature),
    ]
    guard parameters.output.isQuantiles, let (name, _) = idle.first(where: \.1) else { return }
    throw WinnowError(
      .badConfiguration, "DensityBDT: \(name) has no meaning with density: quantiles")
  }

  private static func samples(_ sample: Sample) throws -> (names: [String], samples: [BoostingSample]) {
    guard case .targets(let names, let values) = sample.truth, !names.isEmpty,
      sample.schema.count > 0
    else { throw WinnowError(.badData, "DensityBDT needs events with targets and input variables") }
    return (
      names,
      values.map {
        BoostingSample(columns: sample.columns, targets: $0, weights: sample.weights)
      }
    )
  }
}
