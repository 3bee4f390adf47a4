import WinnowCore
import WinnowKernels
import WinnowMath

/// A generator and a discriminator that learn against each other, so that the generator makes events like
/// those it was shown (Goodfellow et al., arXiv:1406.2661, with the loss that does not saturate).
///
///     var pair = try AdversarialPair(
///       noise: 4, features: 2, seed: 1,
///       generator: Sequential { Dense(32, activation: .relu); Dense(2) },
///       discriminator: Sequential { Dense(32, activation: .leakyRelu); Dense(1) })
///     let losses = try pair.train(on: examples, settings)
///     let columns = pair.generate(1000, seed: 2)
///
/// A value; the result depends on examples, settings and seed alone. Event weights multiply the
/// discriminator's loss on real events.
public struct AdversarialPair: Sendable {
  /// How a pair is trained.
  public struct Settings: Sendable {
    public var steps = 1000
    /// Real events in a step, and as many made ones.
    public var batch = 128
    public var learningRate = 1e-3
    public var optimizer: any Optimizer = Adam(beta1: 0.5)
    public init() {}
  }

  /// The losses of one step, per event.
  public struct Losses: Sendable {
    public let generator, discriminator: Double
  }

  public private(set) var generator: Network
  public private(set) var discriminator: Network

  /// - Parameters:
  ///   - noise: normal random numbers that the generator makes an event of.
  ///   - features: inputs of an event, which the generator must have as outputs.
  /// - Throws: `badConfiguration` where layers do not fit, or the discriminator has not one output.
  public init(
    noise: Int, features: Int, seed: UInt64, generator: Sequential, discriminator: Sequential
  ) throws {
    self.generator = try Network(inputs: noise, layers: generator, seed: seed)
    self.discriminator = try Network(inputs: features, layers: discriminator, seed: seed &+ 1)
    guard self.generator.outputCount == features, self.discriminator.outputCount == 1 else {
      throw WinnowError(
        .badConfiguration,
        "the generator makes \(self.generator.outputCount) of \(features) features, the discriminator "
          + "\(self.discriminator.outputCount) outputs of 1")
    }
  }

  /// Events made of noise, column by column.
  public func generate(_ count: Int, seed: UInt64, threads: Int = 1) -> [[Float]] {
    var random = CounterRandom(seed: seed)
    let noise = (0..<generator.inputCount).map { _ in (0..<count).map { _ in Float(random.normal()) } }
    let outputs = generator.outputs(for: noise, threads: threads)
    let width = generator.outputCount
    return (0..<width).map { column in (0..<count).map { outputs[$0 * width + column] } }
  }

  /// Trains both networks in turn, one step each.
  /// - Returns: the losses of each step. - Throws: `badConfiguration` where the examples have other
  ///   features; `badData` where a loss ceases to be finite; `interrupted`.
  public mutating func train(
    on examples: Examples, _ settings: Settings, in context: RunContext = RunContext()
  ) throws -> [Losses] {
    guard examples.inputCount == discriminator.inputCount else {
      throw WinnowError(
        .badConfiguration,
        "the discriminator takes \(discriminator.inputCount) inputs; the examples have "
          + "\(examples.inputCount)")
    }
    let duel = try AdversarialDuel(self, on: examples, settings, in: context)
    var losses: [Losses] = []
    for step in 0..<settings.steps {
      try context.checkCancelled()
      let loss = duel.perform(step)
      guard loss.generator.isFinite && loss.discriminator.isFinite else {
        throw WinnowError(
          .badData, "the training diverged in step \(step + 1); a lower learning rate may help")
      }
      losses.append(loss)
    }
    generator = generator.replacing(parameters: duel.generatorParameters)
    discriminator = discriminator.replacing(parameters: duel.discriminatorParameters)
    return losses
  }
}
