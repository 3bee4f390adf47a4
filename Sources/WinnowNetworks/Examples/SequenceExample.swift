import WinnowCore
import WinnowMath

/// An example: what a recurrent layer remembers. The first of some noisy numbers gives the class, the rest
/// is distraction; a plain recurrent layer forgets what gates keep.
///
///     let lstm = try SequenceExample(steps: 20).accuracy(of: LSTM(12), in: RunContext())
public struct SequenceExample: Sendable {
  public var steps = 20
  public var events = 1500
  public var epochs = 20
  public var learningRate = 0.01

  public init(steps: Int = 20) { self.steps = steps }

  /// Sequences of two numbers per step, [step · 2 + number][event], and their class, 0 or 1. The second
  /// number marks the step that counts, the first one.
  public func sample(_ count: Int, seed: UInt64) -> (columns: [[Float]], labels: [Float]) {
    var random = CounterRandom(seed: seed)
    let labels = (0..<count).map { _ in Float(random.uniform() < 0.5 ? 0 : 1) }
    let columns = (0..<2 * steps).map { column in
      labels.map { label in
        if column % 2 == 1 { return Float(column == 1 ? 1 : 0) }
        return Float(random.normal()) * 0.5 + (column == 0 ? 2 * label - 1 : 0)
      }
    }
    return (columns, labels)
  }

  /// The part of new events whose class is found after training; a little over 0.97 is possible.
  /// - Throws: as `NetworkTrainer.train`.
  public func accuracy(of layer: any Layer, in context: RunContext) throws -> Double {
    let (columns, labels) = sample(events, seed: context.seed)
    let network = try Network(
      inputs: 2 * steps, layers: Sequential([Reshape(steps, 2), layer, Dense(1)]),
      seed: context.seed)
    var phase = TrainingPhase()
    (phase.epochs, phase.batch, phase.learningRate, phase.clipping) = (epochs, 100, learningRate, 1)
    let examples = try Examples(
      columns: columns, targets: [labels], weights: labels.map { _ in 1 })
    let trained = try NetworkTrainer(phases: [phase]).train(network, on: examples, in: context).network
    let test = sample(2000, seed: context.seed &+ 1)
    let outputs = trained.outputs(for: test.columns, threads: context.threads)
    return Double(zip(outputs, test.labels).count(where: { ($0 > 0) == ($1 == 1) })) / 2000
  }
}
