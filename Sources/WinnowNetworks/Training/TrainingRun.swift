import WinnowCore
import WinnowKernels

/// One training on its way through its phases.
struct TrainingRun {
  private let network: Network
  private let edges: TrainingSession.LossEdges
  private let examples: Examples
  private let context: RunContext
  private var shared: TrainingSession.Shared
  private var best: BestEpoch
  var record = TrainingRecord(stepName: "epoch")
  var plannedEpochs = 0

  init(
    _ network: Network, _ edges: TrainingSession.LossEdges, examples: Examples,
    validation: Examples?, in context: RunContext
  ) {
    self.network = network
    self.edges = edges
    self.examples = examples
    self.context = context
    let shared = TrainingSession.Shared(
      parameters: network.parameterMemory(), team: ThreadTeam(threads: context.threads),
      seed: context.seed)
    self.shared = shared
    best = BestEpoch(validation.map { ValidationLoss(edges, on: $0, shared) })
  }

  var parameters: [Float] { shared.parameters.values(0..<shared.parameters.count) }

  /// Trains for one phase, from the best parameters so far to the best of the phase's end.
  mutating func perform(_ phase: TrainingPhase) throws {
    let session = TrainingSession(network, edges, phase, on: examples, shared: shared)
    best.forgetPatience()
    for epoch in 0..<phase.epochs {
      let loss = try session.runEpoch(epoch, shuffle: shared.epochsBefore, in: context)
      shared.epochsBefore += 1
      try note(loss)
      if phase.patience > 0, best.epochsWithoutGain >= phase.patience { break }
    }
    shared.stepsBefore += session.stepsTaken
    best.restore(shared.parameters)
    record.bestStep = best.epoch
  }

  private mutating func note(_ loss: Double) throws {
    let epoch = shared.epochsBefore
    guard loss.isFinite else {
      throw WinnowError(
        .badData, "the training loss is \(loss) after epoch \(epoch): the training diverged; a lower "
          + "learning_rate, or inputs of similar ranges (a transform), may help")
    }
    let validationLoss = best.judge(epoch: epoch, shared.parameters)
    record.history.append(
      TrainingRecord.Point(step: epoch, trainingLoss: loss, validationLoss: validationLoss))
    var note = "loss \(Self.short(loss))"
    if let validationLoss { note += ", validation \(Self.short(validationLoss))" }
    context.progress.advance(
      step: epoch, total: max(epoch, plannedEpochs), events: epoch * examples.count, note: note)
  }

  /// Five decimals.
  private static func short(_ number: Double) -> String {
    "\((number * 1e5).rounded() / 1e5)"
  }
}

/// The epoch with the smallest validation loss, and its parameters.
struct BestEpoch {
  private let validation: ValidationLoss?
  private var loss = Double.infinity
  private var parameters: [Float] = []
  private(set) var epoch: Int?
  /// Epochs since the best one, or since a phase began; 0 without a validation sample.
  private(set) var epochsWithoutGain = 0

  init(_ validation: ValidationLoss?) { self.validation = validation }

  mutating func forgetPatience() { epochsWithoutGain = 0 }

  /// Computes the validation loss and keeps the parameters where it is the smallest so far.
  mutating func judge(epoch: Int, _ present: Arena) -> Double? {
    guard let validation else { return nil }
    let loss = validation.compute()
    if loss < self.loss {
      self.loss = loss
      self.epoch = epoch
      parameters = present.values(0..<present.count)
      epochsWithoutGain = 0
    } else {
      epochsWithoutGain += 1
    }
    return loss
  }

  /// Puts the parameters of the best epoch back, where there is one.
  func restore(_ present: Arena) {
    if !parameters.isEmpty { present.store(parameters, at: 0) }
  }
}
