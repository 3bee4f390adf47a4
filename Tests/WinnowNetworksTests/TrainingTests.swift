import Foundation
import Testing
import WinnowCore
import WinnowMath
import WinnowNetworks

@Suite struct TrainingTests {
  /// Points in a square, with the class that a rule gives them.
  static func plane(
    _ count: Int, seed: UInt64, _ isSignal: (Float, Float) -> Bool
  ) -> (columns: [[Float]], targets: [Float]) {
    var random = CounterRandom(seed: seed)
    var x: [Float] = [], y: [Float] = [], targets: [Float] = []
    for _ in 0..<count {
      let point = (Float(2 * random.uniform() - 1), Float(2 * random.uniform() - 1))
      x.append(point.0)
      y.append(point.1)
      targets.append(isSignal(point.0, point.1) ? 1 : 0)
    }
    return ([x, y], targets)
  }

  static func examples(_ data: (columns: [[Float]], targets: [Float])) throws -> Examples {
    try Examples(
      columns: data.columns, targets: [data.targets],
      weights: Array(repeating: 1, count: data.targets.count))
  }

  static func phase(_ epochs: Int, batch: Int = 64) -> TrainingPhase {
    var phase = TrainingPhase()
    phase.epochs = epochs
    phase.batch = batch
    phase.learningRate = 0.01
    phase.schedule = CosineDecay()
    return phase
  }

  static func circle(_ x: Float, _ y: Float) -> Bool { x * x + y * y < 0.6 }
  static func xor(_ x: Float, _ y: Float) -> Bool { x * y > 0 }

  @Test(arguments: [Activation.tanh, .relu], [0, 1])
  func solvesProblemsOfThePlane(_ activation: Activation, problem: Int) throws {
    let rule = problem == 0 ? Self.circle : Self.xor
    let training = Self.plane(4000, seed: 1, rule), test = Self.plane(2000, seed: 2, rule)
    let network = try Network(
      inputs: 2,
      layers: Sequential {
        Dense(32, activation: activation)
        Dense(16, activation: activation)
        Dense(1)
      }, seed: 3)
    let trained = try NetworkTrainer(phases: [Self.phase(30)])
      .train(network, on: Self.examples(training)).network
    let outputs = trained.outputs(for: test.columns, threads: 1)
    let right = zip(outputs, test.targets).count { ($0 > 0) == ($1 > 0.5) }
    #expect(Double(right) / 2000 > 0.985)
  }

  static func everything() throws -> Network {
    try Network(
      inputs: 2,
      layers: Sequential {
        Dense(24, activation: .silu)
        BatchNormalization()
        Dropout(0.2)
        Dense(12, activation: .tanh)
        Dense(1)
      }, seed: 9)
  }

  @Test func isTheSameBitsAtAnyThreadCountAndTwice() throws {
    let training = try Self.examples(Self.plane(3001, seed: 4, Self.circle))
    let validation = try Self.examples(Self.plane(500, seed: 5, Self.circle))
    var phase = Self.phase(4, batch: 1000)
    phase.l2 = 1e-3
    let results = try [1, 2, 3, 1].map { threads in
      try NetworkTrainer(phases: [phase]).train(
        Self.everything(), on: training, validation: validation,
        in: RunContext(seed: 6, threads: threads))
    }
    for other in results[1...] {
      #expect(other.network.parameters == results[0].network.parameters)
      #expect(other.record == results[0].record)
    }
    let another = try NetworkTrainer(phases: [phase]).train(
      Self.everything(), on: training, validation: validation, in: RunContext(seed: 7))
    #expect(another.network.parameters != results[0].network.parameters)
  }

  @Test func scoresDependNeitherOnThreadsNorOnOtherEvents() throws {
    let network = try Self.everything()
    let columns = Self.plane(1000, seed: 8, Self.xor).columns
    let all = network.outputs(for: columns, threads: 1)
    #expect(network.outputs(for: columns, threads: 3) == all)
    for range in [0..<1, 1..<130, 77..<1000] {
      let part = network.outputs(for: columns.map { Array($0[range]) }, threads: 2)
      #expect(part == Array(all[range]))
    }
    let reversed = network.outputs(for: columns.map { $0.reversed() }, threads: 1)
    #expect(reversed == all.reversed())
    #expect(network.outputs(for: [[], []], threads: 2) == [])
  }

  @Test func earlyStoppingRestoresTheBestEpoch() throws {
    // Noise cannot be generalised: the validation loss soon rises.
    var random = CounterRandom(seed: 10)
    let noise = Self.plane(200, seed: 11) { _, _ in random.uniform() < 0.5 }
    let check = try Self.examples(Self.plane(200, seed: 12) { _, _ in random.uniform() < 0.5 })
    var phase = Self.phase(200)
    phase.patience = 10
    phase.learningRate = 0.03
    let network = try Network(
      inputs: 2, layers: Sequential([Dense(64, activation: .tanh), Dense(1)]), seed: 1)
    let (trained, record) = try NetworkTrainer(phases: [phase])
      .train(network, on: Self.examples(noise), validation: check)
    let best = try #require(record.bestStep)
    #expect(record.history.count == best + 10)
    let losses = record.history.compactMap(\.validationLoss)
    #expect(losses.firstIndex(of: losses.min()!) == best - 1)
    // Training for exactly that long gives the same network.
    phase.patience = 0
    let zero = StepsUntil(epochs: 200, schedule: phase.schedule)
    phase.epochs = best
    phase.schedule = zero
    let direct = try NetworkTrainer(phases: [phase]).train(network, on: Self.examples(noise)).network
    #expect(direct.parameters == trained.parameters)
  }

  /// A schedule as if more epochs were planned than there are.
  struct StepsUntil: LearningRateSchedule {
    let epochs: Int
    let schedule: any LearningRateSchedule
    func factor(epoch: Double, of ignored: Int) -> Double { schedule.factor(epoch: epoch, of: epochs) }
  }

  @Test func dropoutIsOffInUse() throws {
    let layers = [Dense(8, activation: .tanh), Dropout(0.5), Dense(1)] as [any Layer]
    let plain = [Dense(8, activation: .tanh), Dense(1)]
    let with = try Network(inputs: 2, layers: Sequential(layers), seed: 1)
    let without = try Network(inputs: 2, layers: Sequential(plain), seed: 1)
      .replacing(parameters: with.parameters)
    let columns = Self.plane(100, seed: 13, Self.xor).columns
    #expect(with.outputs(for: columns, threads: 1) == without.outputs(for: columns, threads: 1))
  }

  @Test func batchNormKeepsRunningAverages() throws {
    // One batch a epoch, momentum 1: the averages are those of the sample itself.
    var normalization = BatchNormalization()
    normalization.options.momentum = 1
    let network = try Network(
      inputs: 2, layers: Sequential([normalization, Dense(1)] as [any Layer]), seed: 1)
    let data = Self.plane(300, seed: 14, Self.xor)
    let trained = try NetworkTrainer(phases: [Self.phase(1, batch: 300)])
      .train(network, on: Self.examples(data)).network
    for (slot, unbiased) in zip(trained.graph.slots[2...3], [false, true]) {
      let kept = trained.parameters[slot.range]
      for (column, value) in zip(data.columns, kept) {
        let mean = column.reduce(0.0) { $0 + Double($1) } / 300
        let squares = column.reduce(0.0) { $0 + pow(Double($1) - mean, 2) }
        #expect(abs(Double(value) - (unbiased ? squares / 299 : mean)) < 1e-5)
      }
    }
  }

  @Test func divergenceIsAnError() throws {
    var phase = Self.phase(5)
    phase.optimizer = GradientDescent()
    phase.learningRate = 1e30
    let network = try Network(inputs: 2, layers: Sequential([Dense(4), Dense(1)]), seed: 1)
    let data = try Self.examples(Self.plane(200, seed: 15, Self.xor))
    let error = #expect(throws: WinnowError.self) {
      try NetworkTrainer(phases: [phase], loss: SquaredError()).train(network, on: data)
    }
    #expect(error?.message.contains("diverged") == true && error?.kind == .badData)
  }

  @Test func l1SetsWeightsOfNoiseToNothing() throws {
    // One step of plain descent moves each weight by rate · (slope + l1 sign w), biases by the slope alone.
    let data = try Self.examples(Self.plane(200, seed: 15, Self.xor))
    let network = try Network(inputs: 2, layers: Sequential([Dense(4), Dense(1)]), seed: 1)
    var phase = Self.phase(1, batch: 200)
    phase.optimizer = GradientDescent()
    let plain = try NetworkTrainer(phases: [phase]).train(network, on: data).network
    phase.l1 = 0.5
    let pulled = try NetworkTrainer(phases: [phase]).train(network, on: data).network
    for slot in network.graph.slots {
      for index in slot.range {
        let start = network.parameters[index]
        let wanted: Float = slot.definition.role == .weight ? (start > 0 ? -0.005 : 0.005) : 0
        #expect(abs(pulled.parameters[index] - plain.parameters[index] - wanted) < 1e-6)
      }
    }
  }

  @Test func canBeCancelled() throws {
    let context = RunContext()
    context.cancellation.cancel()
    let error = #expect(throws: WinnowError.self) {
      try NetworkTrainer(phases: [Self.phase(1)]).train(
        Self.everything(), on: Self.examples(Self.plane(100, seed: 16, Self.xor)), in: context)
    }
    #expect(error?.kind == .interrupted)
  }

  @Test func phasesFollowOneAnother() throws {
    let data = try Self.examples(Self.plane(500, seed: 17, Self.circle))
    let (_, record) = try NetworkTrainer(phases: [Self.phase(3), Self.phase(2, batch: 500)])
      .train(Self.everything(), on: data)
    #expect(record.history.map(\.step) == [1, 2, 3, 4, 5])
    #expect(record.bestStep == nil)
  }

  @Test func oppositeWeightsCancel() throws {
    // An event and its twin of opposite weight leave no gradient: with one batch per epoch the network
    // learns as if both were absent (up to the batch size, which enters as a common factor of weights).
    let data = Self.plane(60, seed: 18, Self.circle)
    let weights = [Double](repeating: 1, count: 60)
    var phase = Self.phase(3, batch: 100)
    phase.optimizer = GradientDescent()
    let network = try Network(
      inputs: 2, layers: Sequential([Dense(8, activation: .tanh), Dense(1)]), seed: 1)
    let plain = try NetworkTrainer(phases: [phase])
      .train(network, on: Self.examples(data)).network
    let doubled = try Examples(
      columns: data.columns.map { $0 + $0[..<20] + $0[..<20] },
      targets: [data.targets + data.targets[..<20] + data.targets[..<20]],
      weights: weights + Array(repeating: 5, count: 20) + Array(repeating: -5, count: 20))
    let cancelled = try NetworkTrainer(phases: [phase]).train(network, on: doubled).network
    for (a, b) in zip(plain.parameters, cancelled.parameters) { #expect(abs(a - b) < 2e-6) }
  }
}
