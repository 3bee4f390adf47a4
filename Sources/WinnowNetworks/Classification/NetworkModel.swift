import WinnowCore
import WinnowKernels

/// A trained network with the head of its task: signal against background, several classes, or targets.
public struct NetworkModel: Model {
  public let schema: Schema
  public let record: TrainingRecord
  public let network: Network
  /// The layers before the output.
  let layers: [any Layer]
  let head: any NetworkHead

  /// What is learnt and how, apart from the events.
  public struct Recipe: Sendable {
    /// All layers but the output, which the task adds.
    public var layers: [any Layer]
    public var phases: [TrainingPhase]
    public var loss = LossSettings()

    public init(layers: [any Layer], phases: [TrainingPhase], loss: LossSettings = LossSettings()) {
      self.layers = layers
      self.phases = phases
      self.loss = loss
    }

    /// The layers with the output behind them.
    func complete(_ head: any NetworkHead) -> Sequential { Sequential(layers + [head.output]) }
  }

  /// Trains layers on events; what the events are decides the task.
  ///
  /// - Throws: `badData` where the events have neither classes nor targets, a class is empty, or a value
  ///   is not finite; `badConfiguration` for a loss of another task; and as `NetworkTrainer.train`.
  public static func train(
    _ recipe: Recipe, on training: Sample, validation: Sample?, in context: RunContext
  ) throws -> NetworkModel {
    let head = try NetworkHeads.head(for: training, recipe.loss)
    let examples = try head.examples(training)
    let checks = try validation.map { try head.examples($0) }
    let initial = try Network(
      inputs: training.schema.count, layers: recipe.complete(head), seed: context.seed)
    var (network, record) = try NetworkTrainer(phases: recipe.phases, loss: head.loss)
      .train(initial, on: examples, validation: checks, in: context)
    record.importance = InputSensitivity.shares(of: network, on: examples)
    record.importanceName = InputSensitivity.name
    if checks == nil, recipe.phases.contains(where: { $0.patience > 0 }) {
      record.remarks.append("There was no validation sample, so all epochs were trained.")
    }
    return NetworkModel(
      schema: training.schema, record: record, network: network, layers: recipe.layers, head: head)
  }

  init(
    schema: Schema, record: TrainingRecord, network: Network, layers: [any Layer],
    head: any NetworkHead
  ) {
    self.schema = schema
    self.record = record
    self.network = network
    self.layers = layers
    self.head = head
  }

  public func scores(for sample: Sample, threads: Int) throws -> Scores {
    head.scores(network.outputs(for: sample.columns, threads: threads))
  }
}

extension NetworkModel {
  public func archive() -> Archive {
    var archive = Archive()
    archive.store("layers", LayerCatalog.setting(of: layers))
    NetworkHeads.store(head, in: &archive)
    network.store(in: &archive)
    record.store(in: &archive)
    return archive
  }

  public init(from archive: Archive, schema: Schema) throws {
    do {
      let layers = try LayerCatalog.layers(reading: archive.setting("layers"), owner: "layers")
      let head = try NetworkHeads.head(from: archive)
      let network = try Network(
        inputs: schema.count, layers: Sequential(layers + [head.output]), from: archive)
      let record = try TrainingRecord(from: archive, inputs: schema.count)
      self.init(schema: schema, record: record, network: network, layers: layers, head: head)
    } catch let error as WinnowError {
      // What would be the user's mistake in an analysis file is damage in a model file.
      throw WinnowError(.badData, error.message)
    }
  }
}
