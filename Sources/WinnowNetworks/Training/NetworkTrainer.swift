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
  /// returned; without one, those of the last epoch. Where the context keeps checkpoints, the training
  /// goes on from the last one and ends with the same bits.
  /// - Throws: `badConfiguration` where network, loss and examples do not fit; `badData` where the loss
  ///   ceases to be finite; `interrupted`.
  public func train(
    _ network: Network, on examples: Examples, validation: Examples? = nil,
    in context: RunContext = RunContext()
  ) throws -> (network: Network, record: TrainingRecord) {
    try examples.requireFit(network)
    try validation?.requireFit(network)
    var run = try TrainingRun(
      network, self, examples: examples, validation: validation, in: context)
    try run.run()
    return (network.replacing(parameters: run.parameters), run.record)
  }
}
