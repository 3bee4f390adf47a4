import WinnowCore
import WinnowKernels

/// One training on its way through its phases.
struct TrainingRun {
  private let edges: TrainingSession.LossEdges
  private let loss: any Objective
  private let examples: Examples
  private let phases: [TrainingPhase]
  private let context: RunContext
  private let shared: TrainingSession.Shared
  private var best: BestEpoch
  private var watch = ReduceOnPlateau.Watch()
  private(set) var record = TrainingRecord(stepName: "epoch")

  /// What a phase works with.
  private struct PhaseParts {
    let number: Int
    let phase: TrainingPhase
    let average: WeightAverage
    let runner: any EpochRunner
    let regulator: BayesianRegulator?
  }

  init(
    _ network: Network, _ trainer: NetworkTrainer, examples: Examples, validation: Examples?,
    in context: RunContext
  ) throws {
    edges = try TrainingSession.LossEdges(
      network, loss: trainer.loss, targetCount: examples.targetCount)
    loss = trainer.loss
    phases = trainer.phases
    self.examples = examples
    self.context = context
    shared = TrainingSession.Shared(
      parameters: network.parameterMemory(), slots: edges.graph.slots.count, in: context)
    best = BestEpoch(validation.map { [edges, shared] in ValidationLoss(edges, on: $0, shared) })
    record.lossName = trainer.loss.name
  }

  var parameters: [Float] { shared.parameters.values(0..<shared.parameters.count) }
  private var plannedEpochs: Int { phases.reduce(0) { $0 + $1.epochs } }

  /// Trains through all phases, from the last checkpoint where there is one.
  mutating func run() throws {
    let checkpoint = try context.checkpoints?.latest()
    let first = try checkpoint?.setting("phase").integer() ?? 0
    guard (0...phases.count).contains(first) else {
      throw WinnowError(.badData, "the checkpoint is of a training with more phases")
    }
    for number in first..<phases.count {
      let parts = try parts(number)
      let resumed = number == first ? checkpoint : nil
      let epoch = try resumed.map { try restore($0, parts) } ?? 0
      try perform(parts, from: epoch, isNew: resumed == nil)
    }
  }

  private func parts(_ number: Int) throws -> PhaseParts {
    let phase = phases[number]
    let average = WeightAverage(phase.averaging, of: shared.parameters)
    let runner: any EpochRunner =
      if let memory = phase.quasiNewtonMemory {
        try FullBatchSession(edges, phase, memory: memory, on: examples, shared: shared)
      } else {
        TrainingSession(edges, phase, on: examples, shared: shared, average: average)
      }
    let regulator = try phase.bayesianRegulator
      ? BayesianRegulator(edges, loss: loss, on: examples, shared: shared) : nil
    return PhaseParts(
      number: number, phase: phase, average: average, runner: runner, regulator: regulator)
  }

  /// Trains for one phase, from the best parameters so far to the best of the phase's end.
  private mutating func perform(_ parts: PhaseParts, from start: Int, isNew: Bool) throws {
    let phase = parts.phase
    if isNew {
      best.forgetPatience()
      watch = ReduceOnPlateau.Watch()
      if parts.regulator == nil { shared.penalties = shared.penalties.map { _ in 0 } }
    }
    for epoch in start..<max(start, phase.epochs) {
      if phase.patience > 0, best.epochsWithoutGain >= phase.patience { break }
      let loss = try parts.runner.runEpoch(epoch, rate: watch.rate, in: context)
      shared.epochsBefore += 1
      parts.average.endEpoch(epoch, of: phase.epochs)
      try note(loss, parts)
      if let regulator = parts.regulator, (epoch + 1) % BayesianRegulator.every == 0 {
        regulator.update()
        parts.runner.lossHasChanged()
      }
      try keepIfDue(parts, after: epoch)
    }
    shared.stepsBefore += parts.runner.steps
    if !best.restore(shared.parameters) { shared.parameters.store(parts.average.values, at: 0) }
    record.bestStep = best.epoch
  }

  private mutating func note(_ loss: Double, _ parts: PhaseParts) throws {
    let epoch = shared.epochsBefore
    guard loss.isFinite else {
      throw WinnowError(
        .badData, "the training loss is \(loss) after epoch \(epoch): the training diverged; a lower "
          + "learning_rate, or inputs of similar ranges (a transform), may help")
    }
    let validationLoss = best.judge(epoch: epoch, parts.average.present)
    if let plateau = parts.phase.plateau { watch.note(validationLoss ?? loss, plateau) }
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

// A checkpoint has all that the next epoch depends on, so that a resumed training ends with the bits of an
// undisturbed one.
extension TrainingRun {
  private func keepIfDue(_ parts: PhaseParts, after epoch: Int) throws {
    guard let keeper = context.checkpoints, keeper.isDue else { return }
    var archive = Archive()
    archive.store("phase", Setting(.integer(parts.number)))
    archive.store("epoch", Setting(.integer(epoch + 1)))
    archive.store("epochs_before", Setting(.integer(shared.epochsBefore)))
    archive.store("steps_before", Setting(.integer(shared.stepsBefore)))
    archive.store("parameters", Tensor(parameters))
    archive.store("penalties", Tensor(shared.penalties))
    archive.store("watch", Tensor([watch.best, Double(watch.stalled), watch.rate]))
    archive.store("average", Tensor(parts.average.mean.values(0..<parts.average.mean.count)))
    archive.store("average_count", Setting(.integer(parts.average.count)))
    archive.store("runner", parts.runner.archive())
    archive.store("best", best.archive())
    record.store(in: &archive)
    try keeper.keep(archive)
  }

  /// Takes up a checkpoint. - Returns: the epoch that comes next.
  private mutating func restore(_ archive: Archive, _ parts: PhaseParts) throws -> Int {
    let count = shared.parameters.count
    shared.epochsBefore = try archive.setting("epochs_before").integer()
    shared.stepsBefore = try archive.setting("steps_before").integer()
    shared.penalties = try archive.float64("penalties", shape: [shared.penalties.count])
    shared.parameters.store(try archive.float32("parameters", shape: [count]), at: 0)
    let seen = try archive.float64("watch", shape: [3])
    watch.best = seen[0]
    watch.stalled = Int(exactly: seen[1]) ?? 0
    watch.rate = seen[2]
    let average = parts.average
    average.mean.store(try archive.float32("average", shape: [average.mean.count]), at: 0)
    average.count = try archive.setting("average_count").integer()
    try parts.runner.restore(from: archive.inner("runner"))
    try best.restore(from: archive.inner("best"), count: count)
    record = try TrainingRecord(from: archive, inputs: 0)
    return try archive.setting("epoch").integer()
  }
}
