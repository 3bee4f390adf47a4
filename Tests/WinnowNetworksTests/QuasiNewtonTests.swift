import Foundation
import Testing
import WinnowCore
import WinnowNetworks

@Suite struct QuasiNewtonTests {
  /// Σ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)², whose minimum is 0 at (1, …, 1).
  static func rosenbrock(_ x: [Double]) -> (value: Double, gradient: [Double]) {
    var value = 0.0, gradient = [Double](repeating: 0, count: x.count)
    for i in 0..<x.count - 1 {
      let a = x[i + 1] - x[i] * x[i], b = 1 - x[i]
      value += 100 * a * a + b * b
      gradient[i] += -400 * a * x[i] - 2 * b
      gradient[i + 1] += 200 * a
    }
    return (value, gradient)
  }

  @Test(arguments: [(2, 200), (2, 5), (10, 10)])
  func findsTheValleyOfRosenbrock(count: Int, memory: Int) throws {
    let start = (0..<count).map { $0 % 2 == 0 ? -1.2 : 1 }
    var looks = 0
    let function: QuasiNewton.Function = {
      looks += 1
      return Self.rosenbrock($0)
    }
    var minimization = try QuasiNewton(memory: memory, start: start, function)
    var values = [minimization.place.value]
    for _ in 0..<200 where minimization.place.value > 1e-20 {
      guard try minimization.advance(function) else { break }
      values.append(minimization.place.value)
    }
    for x in minimization.place.point { #expect(abs(x - 1) < 1e-6) }
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 > $1 })
    // SciPy 1.14 needs 32 (BFGS, 2), 26 (L-BFGS-B, 2) and 67 (L-BFGS-B, 10) iterations.
    #expect(values.count < 100 && looks < 150, "\(values.count) steps, \(looks) looks")
  }

  @Test func stopsAtAMinimum() throws {
    let bowl: QuasiNewton.Function = { x in (x[0] * x[0], [2 * x[0]]) }
    var minimization = try QuasiNewton(memory: 3, start: [0], bowl)
    #expect(try !minimization.advance(bowl))
    #expect(minimization.place.point == [0])
  }

  static func phase(_ epochs: Int) -> TrainingPhase {
    var phase = TrainingPhase()
    phase.epochs = epochs
    phase.quasiNewtonMemory = 200
    return phase
  }

  /// Where Adam is still on its way, BFGS has arrived.
  @Test func reachesTheMinimumOfLogisticRegression() throws {
    let data = try TrainingTests.examples(TrainingTests.plane(2000, seed: 1) { x, y in x + y * y > 0.2 })
    let start = try Network(inputs: 2, layers: Sequential([Dense(1)]), seed: 1)
    let (network, record) = try NetworkTrainer(phases: [Self.phase(30)]).train(start, on: data)
    let losses = record.history.map(\.trainingLoss)
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 >= $1 })
    var steps = TrainingTests.phase(300, batch: 2000)
    steps.learningRate = 0.1
    let other = try NetworkTrainer(phases: [steps]).train(start, on: data).network
    let best = try network.evaluate(data)
    #expect(best <= (try other.evaluate(data)) + 1e-7)
    // At the minimum the residuals are orthogonal to each input and to 1.
    let plane = TrainingTests.plane(2000, seed: 1) { x, y in x + y * y > 0.2 }
    let residuals = zip(network.outputs(for: plane.columns, threads: 1), plane.targets).map {
      1 / (1 + exp(-Double($0))) - Double($1)
    }
    for column in plane.columns + [Array(repeating: 1, count: 2000)] {
      let sum = zip(column, residuals).reduce(0) { $0 + Double($1.0) * $1.1 }
      #expect(abs(sum / 2000) < 2e-4)
    }
  }

  @Test func isTheSameBitsAtAnyThreadCount() throws {
    let data = try TrainingTests.examples(TrainingTests.plane(9000, seed: 2, TrainingTests.circle))
    let start = try Network(
      inputs: 2, layers: Sequential([Dense(9, activation: .tanh), Dense(1)]), seed: 1)
    let results = try [1, 2, 3].map { threads in
      try NetworkTrainer(phases: [Self.phase(5)])
        .train(start, on: data, in: RunContext(seed: 1, threads: threads)).network.parameters
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test func refusesLossesThatChange() throws {
    let data = try TrainingTests.examples(TrainingTests.plane(100, seed: 3, TrainingTests.xor))
    let error = #expect(throws: WinnowError.self) {
      try NetworkTrainer(phases: [Self.phase(1)]).train(TrainingTests.everything(), on: data)
    }
    #expect(error?.message.contains("batch_norm_1 does not go with it") == true)
  }

  /// With few events and many units, learnt priors keep the network from learning the noise.
  @Test func priorsKeepNoiseOut() throws {
    var noisy = TrainingTests.plane(120, seed: 4) { x, _ in x > 0 }
    for index in stride(from: 0, to: 120, by: 4) { noisy.targets[index] = 1 - noisy.targets[index] }
    let data = try TrainingTests.examples(noisy)
    let clean = TrainingTests.plane(2000, seed: 5) { x, _ in x > 0 }
    let start = try Network(
      inputs: 2, layers: Sequential([Dense(20, activation: .tanh), Dense(1)]), seed: 1)
    var with = Self.phase(250)
    with.bayesianRegulator = true
    let right = try [Self.phase(250), with].map { phase in
      let trained = try NetworkTrainer(phases: [phase]).train(start, on: data).network
      let outputs = trained.outputs(for: clean.columns, threads: 1)
      return zip(outputs, clean.targets).count { ($0 > 0) == ($1 > 0.5) }
    }
    #expect(right[1] > 1800 && right[1] > right[0] + 100, "\(right)")
  }

  @Test func priorsNeedALikelihood() throws {
    let data = try TrainingTests.examples(TrainingTests.plane(100, seed: 6, TrainingTests.xor))
    var phase = TrainingPhase()
    phase.bayesianRegulator = true
    let small = try Network(inputs: 2, layers: Sequential([Dense(1)]), seed: 1)
    let large = try Network(inputs: 2, layers: Sequential([Dense(1000), Dense(1)]), seed: 1)
    let faults: [(Network, any Loss, String)] = [
      (small, SquaredError(), "needs a likelihood"), (large, BinaryCrossEntropy(), "at most 2000"),
    ]
    for (network, loss, message) in faults {
      let error = #expect(throws: WinnowError.self) {
        try NetworkTrainer(phases: [phase], loss: loss).train(network, on: data)
      }
      #expect(error?.message.contains(message) == true)
    }
  }
}
