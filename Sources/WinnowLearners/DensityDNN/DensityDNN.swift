import WinnowCore
import WinnowDensities
import WinnowNetworks

/// A network whose outputs are the parameters of a density of each target, trained by maximum likelihood
/// (Bishop, Neural Computing Research Group report NCRG/94/004; with one component).
///
/// Scores: one value of the density for each target, its median unless `point` says otherwise.
public struct DensityDNN: Learner {
  public static let identifier = "DensityDNN"
  public static let summary = "network for the density of a target: value, resolution and tails by event"
  public static let traits = LearnerTraits(
    tasks: [.regression],
    negativeWeights: """
      An event of negative weight keeps its sign in the likelihood, which early stopping keeps from \
      following it too far.
      """,
    wantsValidation: true, defaultTransforms: ["gauss"])

  public let parameters: DensityDNNParameters

  public init(_ parameters: DensityDNNParameters = DensityDNNParameters()) {
    self.parameters = parameters
  }

  /// - Throws: `badData` for no targets, values that are not finite, and as `DensityFit`;
  ///   `badConfiguration` for layers that do not fit one another; `interrupted`.
  public func train(
    on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> DensityDNNModel {
    let family = try parameters.output.family()
    let events = try Self.columns(training, "training")
    let fits = try zip(events.names, events.targets).map { name, values in
      try DensityFit(
        family, to: values, weights: events.weights, name: "the target “\(name)”", threads: context.threads)
    }
    let targets = zip(events.names, fits).map { DensityTarget(name: $0, family: family, unit: $1.unit) }
    let starts = fits.map(\.free)
    let held = try validation.map { try Self.columns($0, "validation").examples(targets) }
    let examples = try events.examples(targets)
    let output = Dense(targets.count * family.parameters.count)
    let initial = try Network(
      inputs: training.schema.count, layers: Sequential(parameters.layers + [output]),
      seed: context.seed)
    var (network, record) = try NetworkTrainer(
      phases: [parameters.training.phase()], loss: DensityLikelihood(family, from: starts)
    ).train(initial, on: examples, validation: held, in: context)
    record.importance = InputSensitivity.shares(of: network, on: examples)
    record.importanceName = InputSensitivity.name
    return DensityDNNModel(
      schema: training.schema, record: record, targets: targets, starts: starts, network: network,
      layers: parameters.layers, point: parameters.output.point, quantiles: parameters.output.quantiles)
  }

  /// The events of a sample that have a weight.
  private struct Columns {
    let names: [String]
    let inputs: [[Float]]
    let targets: [[Float]]
    let weights: [Double]

    /// With the targets in the units that they are learnt in.
    func examples(_ learnt: [DensityTarget]) throws -> Examples {
      for (target, values) in zip(learnt, targets) where target.family.needsPositive {
        if let value = values.first(where: { $0 <= 0 }) {
          throw WinnowError(
            .badData, "the target “\(target.name)” is \(value) in an event; the density "
              + "\(target.family.name) is for positive ones")
        }
      }
      return try Examples(
        columns: inputs,
        targets: zip(learnt, targets).map { target, values in
          values.map { Float(target.unit.inside(Double($0))) }
        }, weights: weights)
    }
  }

  private static func columns(_ sample: Sample, _ name: String) throws -> Columns {
    guard case .targets(let names, let values) = sample.truth, !names.isEmpty,
      sample.schema.count > 0
    else { throw WinnowError(.badData, "DensityDNN needs events with targets and input variables") }
    let rows = sample.weights.indices.filter { sample.weights[$0] != 0 }
    let inputs = sample.columns.map { column in rows.map { column[$0] } }
    let targets = values.map { column in rows.map { column[$0] } }
    for (column, what) in zip(inputs + targets, sample.schema.names + names)
    where !column.allSatisfy(\.isFinite) {
      throw WinnowError(
        .badData, "“\(what)” is not finite in an event of the \(name) sample; networks need finite numbers")
    }
    return Columns(
      names: names, inputs: inputs, targets: targets, weights: rows.map { sample.weights[$0] })
  }
}
