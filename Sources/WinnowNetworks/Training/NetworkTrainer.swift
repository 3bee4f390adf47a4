import WinnowCore
import WinnowKernels

/// Trains networks: epochs of shuffled mini-batches, phase by phase, with early stopping.
///
/// The result is a function of network, examples, settings and seed; threads only change the time.
public struct NetworkTrainer: Sendable {
  public var phases: [TrainingPhase]
  public var loss: any Objective

  public init(phases: [TrainingPhase], loss: any Objective = BinaryCrossEntropy()) {
    self.phases = phases
    self.loss = loss
  }

  /// Trains a network.
  ///
  /// With a validation sample, the parameters of the epoch with the smallest validation loss are
  /// returned; without one, those of the last epoch.
  /// - Throws: `badConfiguration` where network, loss and examples do not fit; `badData` where the loss
  ///   ceases to be finite; `interrupted`.
  public func train(
    _ network: Network, on examples: Examples, validation: Examples? = nil,
    in context: RunContext = RunContext()
  ) throws -> (network: Network, record: TrainingRecord) {
    guard examples.inputCount == network.inputCount else {
      throw WinnowError(
        .badConfiguration,
        "the network takes \(network.inputCount) inputs; the examples have \(examples.inputCount)")
    }
    let edges = try TrainingSession.LossEdges(network, loss: loss, targetCount: examples.targetCount)
    var run = TrainingRun(network, edges, examples: examples, validation: validation, in: context)
    run.record.lossName = loss.name
    run.plannedEpochs = phases.reduce(0) { $0 + $1.epochs }
    for phase in phases { try run.perform(phase) }
    return (network.replacing(parameters: run.parameters), run.record)
  }
}
