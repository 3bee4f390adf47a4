import WinnowCore
import WinnowKernels

/// A trained network that tells signal from background: its output z, one logit, becomes the response
/// σ(z) in [0, 1], which is the signal probability where the classes had equal weight sums in training.
public struct NetworkClassifier: Model {
  public let schema: Schema
  public let record: TrainingRecord
  public let network: Network
  /// The layers before the output unit.
  let layers: [any Layer]

  /// Layers with the one output unit behind them.
  static func complete(_ layers: [any Layer]) -> Sequential { Sequential(layers + [Dense(1)]) }

  /// Trains layers on two-class events.
  ///
  /// - Parameter layers: all but the output unit, which is added.
  /// - Throws: as `Examples.init(classesOf:)` and `NetworkTrainer.train`.
  public static func train(
    layers: [any Layer], phases: [TrainingPhase], on training: Sample, validation: Sample?,
    in context: RunContext
  ) throws -> NetworkClassifier {
    let examples = try Examples(classesOf: training)
    let checks = try validation.map { try Examples(classesOf: $0) }
    let initial = try Network(
      inputs: training.schema.count, layers: complete(layers), seed: context.seed)
    var (network, record) = try NetworkTrainer(phases: phases)
      .train(initial, on: examples, validation: checks, in: context)
    record.importance = InputSensitivity.shares(of: network, on: examples)
    record.importanceName = InputSensitivity.name
    if checks == nil, phases.contains(where: { $0.patience > 0 }) {
      record.remarks.append("There was no validation sample, so all epochs were trained.")
    }
    return NetworkClassifier(
      schema: training.schema, record: record, network: network, layers: layers)
  }

  init(schema: Schema, record: TrainingRecord, network: Network, layers: [any Layer]) {
    self.schema = schema
    self.record = record
    self.network = network
    self.layers = layers
  }

  public func scores(for sample: Sample, threads: Int) throws -> Scores {
    var response = network.outputs(for: sample.columns, threads: threads)
    var span = response.mutableSpan
    Elementary.sigmoid(&span)
    return Scores(response: response)
  }
}

extension NetworkClassifier {
  public func archive() -> Archive {
    var archive = Archive()
    archive.store("layers", LayerCatalog.setting(of: layers))
    network.store(in: &archive)
    record.store(in: &archive)
    return archive
  }

  public init(from archive: Archive, schema: Schema) throws {
    do {
      let layers = try LayerCatalog.layers(reading: archive.setting("layers"), owner: "layers")
      let network = try Network(
        inputs: schema.count, layers: Self.complete(layers), from: archive)
      let record = try TrainingRecord(from: archive, inputs: schema.count)
      self.init(schema: schema, record: record, network: network, layers: layers)
    } catch let error as WinnowError {
      // What would be the user's mistake in an analysis file is damage in a model file.
      throw WinnowError(.badData, error.message)
    }
  }
}
