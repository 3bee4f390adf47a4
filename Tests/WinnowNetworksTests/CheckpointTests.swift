import Synchronization
import Testing
import WinnowCore
import WinnowNetworks

/// Keeps every state in memory, and cancels the run after some of them.
final class MemoryKeeper: CheckpointKeeper {
  private let states = Mutex<[Archive]>([])
  private let limit: Int
  private let cancellation: Cancellation

  init(limit: Int = .max, _ cancellation: Cancellation = Cancellation()) {
    self.limit = limit
    self.cancellation = cancellation
  }

  func latest() throws -> Archive? { states.withLock { $0.last } }
  var isDue: Bool { true }
  func keep(_ state: Archive) throws {
    let count = states.withLock { states in
      states.append(state)
      return states.count
    }
    if count == limit { cancellation.cancel() }
  }

  /// A keeper that has the last state of this one.
  func copy() throws -> MemoryKeeper {
    let other = MemoryKeeper()
    if let state = try latest() { try other.keep(state) }
    return other
  }
}

@Suite struct CheckpointTests {
  /// Three phases: with averages and early stopping, with a plateau, and with BFGS and priors.
  static func phases(coupled: Bool) -> [TrainingPhase] {
    var first = TrainingTests.phase(4)
    first.patience = 3
    first.averaging = .exponential(decay: 0.99)
    var second = TrainingTests.phase(4, batch: 100)
    second.optimizer = Nesterov()
    second.plateau = ReduceOnPlateau(factor: 0.5, patience: 0)
    second.averaging = .lastEpochs(part: 0.5)
    if coupled { return [first, second] }
    var third = TrainingTests.phase(12)
    third.quasiNewtonMemory = 5
    third.bayesianRegulator = true
    return [first, second, third]
  }

  @Test(arguments: [true, false], [true, false])
  func resumedTrainingEndsWithTheSameBits(coupled: Bool, validates: Bool) throws {
    let training = try TrainingTests.examples(TrainingTests.plane(400, seed: 4, TrainingTests.circle))
    let check = try TrainingTests.examples(TrainingTests.plane(200, seed: 5, TrainingTests.circle))
    let trainer = NetworkTrainer(phases: Self.phases(coupled: coupled))
    let start = try coupled ? TrainingTests.everything() : Network(
      inputs: 2, layers: Sequential([Dense(6, activation: .tanh), Dense(1)]), seed: 2)
    func run(_ context: RunContext) throws -> (network: Network, record: TrainingRecord) {
      try trainer.train(start, on: training, validation: validates ? check : nil, in: context)
    }
    let whole = try run(RunContext(seed: 6))
    for limit in [1, 3, 4, 6, 8, coupled ? 7 : 13] {
      let cancellation = Cancellation()
      let keeper = MemoryKeeper(limit: limit, cancellation)
      // The run may end before it notices.
      _ = try? run(RunContext(seed: 6, cancellation: cancellation, checkpoints: keeper))
      let resumed = try run(RunContext(seed: 6, threads: 2, checkpoints: keeper.copy()))
      #expect(resumed.network.parameters == whole.network.parameters, "after \(limit) epochs")
      #expect(resumed.record == whole.record)
    }
  }

  @Test func foreignCheckpointsAreErrors() throws {
    let data = try TrainingTests.examples(TrainingTests.plane(200, seed: 4, TrainingTests.circle))
    let keeper = MemoryKeeper()
    let trainer = NetworkTrainer(phases: [TrainingTests.phase(1)])
    _ = try trainer.train(
      Network(inputs: 2, layers: Sequential([Dense(1)]), seed: 1), on: data,
      in: RunContext(checkpoints: keeper))
    let error = #expect(throws: WinnowError.self) {
      try trainer.train(TrainingTests.everything(), on: data, in: RunContext(checkpoints: keeper))
    }
    #expect(error?.kind == .badData)
  }
}
