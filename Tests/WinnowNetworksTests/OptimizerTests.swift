import Foundation
import Testing
import WinnowKernels
import WinnowMath
import WinnowNetworks

/// An optimiser and where it leads.
struct OptimizerCase: Sendable, CustomStringConvertible {
  let description: String
  let optimizer: any Optimizer
  /// The two parameters after three steps.
  let expected: [Float]
}

@Suite struct OptimizerTests {
  // NumPy, double precision, from w = [1, -2] with rate 0.1; for example Adam:
  //   m = .9*m + .1*g; v = .999*v + .001*g*g
  //   w -= .1 * m/(1-.9**t) / (np.sqrt(v/(1-.999**t)) + 1e-8)
  static let cases = [
    OptimizerCase(
      description: "sgd", optimizer: GradientDescent(), expected: [1.025000000, -2.112500000]),
    OptimizerCase(
      description: "momentum", optimizer: Momentum(0.9), expected: [0.917000000, -1.952750000]),
    OptimizerCase(
      description: "nesterov", optimizer: Nesterov(0.9), expected: [0.950300000, -2.069975000]),
    OptimizerCase(
      description: "adam", optimizer: Adam(), expected: [0.827417743, -1.879906620]),
    OptimizerCase(
      description: "adamw", optimizer: AdamW(decay: 0.5), expected: [0.699203641, -1.607269293]),
    OptimizerCase(
      description: "adagrad", optimizer: AdaGrad(), expected: [0.942565797, -2.001706765]),
    OptimizerCase(
      description: "rmsprop", optimizer: RMSProp(), expected: [0.425726616, -2.019473759]),
    OptimizerCase(
      description: "adadelta", optimizer: AdaDelta(), expected: [0.999905941, -2.000142659]),
  ]

  static func random() -> CounterRandom { CounterRandom(seed: 17) }

  @Test(arguments: cases)
  func stepsLikeTheReference(_ test: OptimizerCase) {
    let parameters = Arena(count: 16)
    parameters.store([1, -2], at: 0)
    let memory = Arena(count: 16 * test.optimizer.memoryCount)
    let gradients: [[Float]] = [[0.5, -1], [0.25, 0.125], [-1, 2]]
    for (step, gradient) in gradients.enumerated() {
      let slice = ParameterSlice(
        parameters: parameters, memory: memory, range: 0..<2, rate: 0.1, step: step + 1,
        decays: true)
      test.optimizer.update(slice, gradient: gradient.span)
    }
    for (value, wanted) in zip(parameters.values(0..<2), test.expected) {
      #expect(abs(value - wanted) < 1e-6 * max(1, abs(wanted)), "\(value), wanted \(wanted)")
    }
    // Beyond the slice nothing moves.
    #expect(parameters.values(2..<16).allSatisfy { $0 == 0 })
  }

  @Test func adamWLeavesOffsetsAlone() {
    let parameters = Arena(count: 16), memory = Arena(count: 32)
    parameters.store([1], at: 0)
    let slice = ParameterSlice(
      parameters: parameters, memory: memory, range: 0..<1, rate: 0.1, step: 1, decays: false)
    let none: [Float] = [0]
    AdamW(decay: 0.5).update(slice, gradient: none.span)
    #expect(parameters.values(0..<1) == [1])
  }
}

@Suite struct ScheduleTests {
  @Test func schedulesFollowTheirFormulas() {
    #expect(ConstantRate().factor(epoch: 7.5, of: 10) == 1)
    #expect(StepDecay(factor: 0.5, every: 3).factor(epoch: 6.5, of: 10) == 0.25)
    #expect(abs(ExponentialDecay(decay: 0.1).factor(epoch: 2, of: 10) - 0.81) < 1e-12)
    #expect(abs(CosineDecay().factor(epoch: 5, of: 10) - 0.5) < 1e-12)
    #expect(abs(CosineDecay(final: 0.1).factor(epoch: 10, of: 10) - 0.1) < 1e-12)
    #expect(CosineDecay().factor(epoch: 0, of: 10) == 1)
    #expect(InverseTimeDecay(decay: 0.5).factor(epoch: 2, of: 10) == 0.5)
    // torch.optim.lr_scheduler.OneCycleLR(max_lr=1, total_steps=11, pct_start=0.3) uses steps − 1.
    #expect(abs(OneCycle().factor(epoch: 0, of: 10) - 0.04) < 1e-12)
    #expect(abs(OneCycle().factor(epoch: 3, of: 10) - 1) < 1e-12)
    #expect(abs(OneCycle().factor(epoch: 6.5, of: 10) - (1 + 4e-6) / 2) < 1e-12)
    #expect(abs(OneCycle().factor(epoch: 10, of: 10) - 4e-6) < 1e-12)
  }
}

@Suite struct InitializerTests {
  /// Mean and variance over a 200 × 100 matrix.
  static func moments(_ initializer: any Initializer) -> (mean: Double, variance: Double) {
    var random = OptimizerTests.random()
    let values = initializer.values(for: Shape(200, 100), using: &random).map(Double.init)
    let mean = values.reduce(0, +) / Double(values.count)
    return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
  }

  @Test func variancesAreThoseOfThePapers() {
    for (initializer, variance) in [
      (HeInitializer(), 2.0 / 200), (LeCunInitializer(), 1.0 / 200),
      (GlorotInitializer(), 2.0 / 300), (UniformInitializer(limit: 2), 4.0 / 3),
    ] as [(any Initializer, Double)] {
      let moments = Self.moments(initializer)
      #expect(abs(moments.mean) < 4 * (variance / 20_000).squareRoot())
      #expect(abs(moments.variance / variance - 1) < 0.05)
    }
    #expect(Self.moments(ConstantInitializer(3)) == (3, 0))
  }

  @Test(arguments: [Shape(5, 9), Shape(9, 5), Shape(6, 6)])
  func orthogonalMatricesAreOrthogonal(_ shape: Shape) {
    var random = OptimizerTests.random()
    let values = OrthogonalInitializer(gain: 2).values(for: shape, using: &random)
    let (rows, columns) = (shape.dimensions[0], shape.dimensions[1])
    let count = min(rows, columns), length = max(rows, columns)
    func element(_ vector: Int, _ index: Int) -> Double {
      Double(rows <= columns ? values[vector * columns + index] : values[index * columns + vector])
    }
    for i in 0..<count {
      for j in 0..<count {
        let product = (0..<length).reduce(0.0) { $0 + element(i, $1) * element(j, $1) }
        #expect(abs(product - (i == j ? 4 : 0)) < 1e-5)
      }
    }
  }
}
