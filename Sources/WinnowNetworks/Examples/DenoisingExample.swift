import Foundation
import WinnowCore
import WinnowMath

/// An example: an autoencoder that takes the noise off pulses. A pulse of random height and place is read
/// out at some points with noise; the network sees the noisy points, is asked for the true ones, and has
/// to put them through a narrow layer.
public struct DenoisingExample: Sendable {
  public var points = 24
  public var bottleneck = 4
  public var noise = 0.3
  public var events = 2000
  public var epochs = 30

  public init() {}

  /// Noisy and true pulses, [point][event].
  public func sample(_ count: Int, seed: UInt64) -> (noisy: [[Float]], clean: [[Float]]) {
    var random = CounterRandom(seed: seed)
    let heights = (0..<count).map { _ in 1 + random.uniform() }
    let places = (0..<count).map { _ in Double(points) * (0.2 + 0.6 * random.uniform()) }
    let clean = (0..<points).map { point in
      (0..<count).map { event in
        let distance = (Double(point) - places[event]) / (0.1 * Double(points))
        return Float(heights[event] * exp(-0.5 * distance * distance))
      }
    }
    let noisy = clean.map { column in column.map { $0 + Float(noise * random.normal()) } }
    return (noisy, clean)
  }

  /// The mean squared error of new pulses as they were read out, and after the network.
  /// - Throws: as `NetworkTrainer.train`.
  public func errors(in context: RunContext) throws -> (before: Double, after: Double) {
    let (noisy, clean) = sample(events, seed: context.seed)
    let layers = Sequential {
      Dense(32, activation: .silu)
      Dense(bottleneck)
      Dense(32, activation: .silu)
      Dense(points)
    }
    let network = try Network(inputs: points, layers: layers, seed: context.seed)
    var phase = TrainingPhase()
    (phase.epochs, phase.batch, phase.learningRate) = (epochs, 100, 3e-3)
    let examples = try Examples(
      columns: noisy, targets: clean, weights: Array(repeating: 1, count: events))
    let trained = try NetworkTrainer(phases: [phase], loss: SquaredError())
      .train(network, on: examples, in: context).network
    let test = sample(1000, seed: context.seed &+ 1)
    let outputs = trained.outputs(for: test.noisy, threads: context.threads)
    var before = 0.0, after = 0.0
    for point in 0..<points {
      for event in 0..<1000 {
        let wanted = test.clean[point][event]
        before += pow(Double(test.noisy[point][event] - wanted), 2)
        after += pow(Double(outputs[event * points + point] - wanted), 2)
      }
    }
    return (before / Double(1000 * points), after / Double(1000 * points))
  }
}
