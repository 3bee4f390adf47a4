import Testing
import WinnowCore
import WinnowDensities
import WinnowNetworks

/// A loss, and the constant output that makes it smallest for known targets.
struct LossOptimum: Sendable, CustomStringConvertible {
  let loss: any Loss
  let outputs: [Float]
  var description: String { loss.kind }
}

@Suite struct LossTests {
  static let targets: [Float] = [0, 1, 1, 2, 3, 5, 16]

  static let optima = [
    LossOptimum(loss: SquaredError(), outputs: [4]),
    LossOptimum(loss: AbsoluteError(), outputs: [2]),
    // The sixth of seven points lies at the level 0.8.
    LossOptimum(loss: QuantileLoss(level: 0.8), outputs: [5]),
    LossOptimum(loss: PoissonLoss(), outputs: [1.3862944]),
    // Mean 4, mean square deviation (16 + 9 + 9 + 4 + 1 + 1 + 144) / 7.
    LossOptimum(loss: GaussianLikelihood(), outputs: [4, 3.2690174]),
    // σ = √(184/7), by the link between 10⁻³ and 10³.
    LossOptimum(
      loss: DensityLikelihood(GaussianDensity(), from: [ParameterValues()]), outputs: [4, 0.4823811]),
    // Beyond δ all but one target pull with the same force: Σ clamp(y − t, ±1) = 0.
    LossOptimum(loss: HuberLoss(delta: 1), outputs: [2]),
  ]

  /// Learns a constant: the input is 0, so that only the bias matters.
  @Test(arguments: optima)
  func constantsGoToTheOptimum(_ optimum: LossOptimum) throws {
    let count = Self.targets.count
    let examples = try Examples(
      columns: [Array(repeating: 0, count: count)], targets: [Self.targets],
      weights: Array(repeating: 1, count: count))
    let network = try Network(
      inputs: 1, layers: Sequential([Dense(optimum.outputs.count)]), seed: 1)
    var phase = TrainingPhase()
    phase.epochs = 3000
    phase.batch = count
    phase.learningRate = 0.05
    phase.schedule = CosineDecay()
    let trained = try NetworkTrainer(phases: [phase], loss: optimum.loss)
      .train(network, on: examples).network
    for (output, wanted) in zip(trained.outputs(for: [[0]], threads: 1), optimum.outputs) {
      #expect(abs(output - wanted) < 2e-3, "\(output), wanted \(wanted)")
    }
  }

  @Test func wrongShapesAreErrors() throws {
    var graph = Graph()
    let two = try graph.addInput("two", Shape(2)), three = try graph.addInput("three", Shape(3))
    let one = try graph.addInput("one", .scalar)
    #expect(
      GraphTests.message { _ = try graph.add(HuberLoss(), to: [two, three, one]) }
        == "the node “huber_1” (huber) takes inputs of one shape; got 2 and 3")
    #expect(
      GraphTests.message { _ = try graph.add(GaussianLikelihood(), to: [three, two, one]) }
        == "the node “gaussian_likelihood_1” (gaussian_likelihood) takes two outputs per target; got 3 "
        + "for 2")
    #expect(
      GraphTests.message { _ = try graph.add(CategoricalCrossEntropy(), to: [three, three, two]) }
        == "the node “categorical_cross_entropy_1” (categorical_cross_entropy) takes one weight for each "
        + "event; got 2")
    #expect(
      GraphTests.message { _ = try graph.add(MaxoutOperation(pieces: 2), to: [three]) }
        == "the node “maxout_1” (maxout) takes a multiple of 2 candidates; got 3")
  }
}
