import WinnowCore
import WinnowKernels
import WinnowMath

/// A training of an adversarial pair under way.
///
/// One graph holds generator and discriminator, one behind the other; a second one the discriminator
/// alone, whose parameters are copied behind the generator's after each of its steps.
final class AdversarialDuel {
  private let examples: Examples
  private let batch: Int
  private let seed: UInt64
  private let maker: Side
  private let judge: Side
  private let fakes: ForwardExecutor
  private let noiseCount: Int

  /// One of the two that learn.
  private struct Side {
    let executor: GradientExecutor
    let parameters, memory: Arena
    let features, targets, weights: Edge
    /// What it learns.
    let ranges: [(range: Range<Int>, decays: Bool)]
    let optimizer: any Optimizer
    let rate: Float

    /// One step along the gradient of the last run.
    func learn(rows: Int, step: Int) {
      for (range, decays) in ranges {
        executor.joinGradients(range, rows: rows) { gradient in
          let slice = ParameterSlice(
            parameters: parameters, memory: memory, range: range, rate: rate, step: step + 1,
            decays: decays)
          optimizer.update(slice, gradient: gradient.span)
        }
      }
    }
  }

  /// What both sides share.
  private struct Terms {
    let settings: AdversarialPair.Settings
    let team: ThreadTeam

    func side(
      _ graph: Graph, _ ends: (features: Edge, output: Edge), _ parameters: Arena, batch: Int,
      learning slots: ArraySlice<ParameterSlot>
    ) throws -> Side {
      var graph = graph
      let targets = try graph.addInput("targets", .scalar)
      let weights = try graph.addInput("weights", .scalar)
      let loss = try graph.add(BinaryCrossEntropy(), to: [ends.output, targets, weights])
      return Side(
        executor: GradientExecutor(
          graph, loss: loss, parameters: parameters, batch: batch, seed: 0, team: team),
        parameters: parameters,
        memory: Arena(count: settings.optimizer.memoryCount * parameters.count),
        features: ends.features, targets: targets, weights: weights,
        ranges: slots.filter { $0.definition.role != .state }.map {
          ($0.range, $0.definition.role == .weight)
        },
        optimizer: settings.optimizer, rate: Float(settings.learningRate))
    }
  }

  init(
    _ pair: AdversarialPair, on examples: Examples, _ settings: AdversarialPair.Settings,
    in context: RunContext
  ) throws {
    self.examples = examples
    batch = min(settings.batch, examples.count)
    seed = context.seed
    noiseCount = pair.generator.inputCount
    let terms = Terms(settings: settings, team: ThreadTeam(threads: context.threads))
    let slots = pair.generator.graph.slots.count
    let both = Arena(count: pair.generator.parameters.count + pair.discriminator.parameters.count)
    both.store(pair.generator.parameters, at: 0)
    both.store(pair.discriminator.parameters, at: pair.generator.parameters.count)
    var graph = pair.generator.graph
    let judged = try Self.append(pair.discriminator, to: &graph, after: pair.generator.output)
    maker = try terms.side(
      graph, (pair.generator.features, judged), both, batch: batch, learning: graph.slots[..<slots])
    judge = try terms.side(
      pair.discriminator.graph, (pair.discriminator.features, pair.discriminator.output),
      pair.discriminator.parameterMemory(), batch: 2 * batch,
      learning: pair.discriminator.graph.slots[...])
    fakes = ForwardExecutor(
      pair.generator.graph, result: pair.generator.output, parameters: both, team: terms.team)
  }

  /// Repeats a network's nodes behind an edge.
  private static func append(
    _ network: Network, to graph: inout Graph, after edge: Edge
  ) throws -> Edge {
    var edges = [network.features: edge]
    for node in network.graph.nodes {
      edges[node.output] = try graph.add(
        node.operation, to: node.inputs.compactMap { edges[$0] }, name: "judge \(node.name)")
    }
    return edges[network.output] ?? edge
  }

  var discriminatorParameters: [Float] { judge.parameters.values(0..<judge.parameters.count) }
  var generatorParameters: [Float] {
    maker.parameters.values(0..<maker.parameters.count - judge.parameters.count)
  }

  /// A step of the discriminator, then one of the generator.
  func perform(_ step: Int) -> AdversarialPair.Losses {
    let judged = judgeStep(step)
    maker.parameters.store(
      discriminatorParameters, at: maker.parameters.count - judge.parameters.count)
    return AdversarialPair.Losses(generator: makerStep(step), discriminator: judged)
  }

  private func noise(_ step: Int, turn: UInt64) -> [Float] {
    var random = CounterRandom(seed: seed, stream: RandomStream.adversarial + 2 * UInt64(step) + turn)
    return (0..<batch * noiseCount).map { _ in Float(random.normal()) }
  }

  /// Real events are to give 1, made ones 0.
  private func judgeStep(_ step: Int) -> Double {
    var random = CounterRandom(seed: seed, stream: RandomStream.adversarialPicks + UInt64(step))
    let events = examples, real = batch, width = examples.inputCount
    let picks = (0..<real).map { _ in Int(random.uniform() * Double(events.count)) }
    let made = make(noise(step, turn: 0))
    let sum = judge.executor.run(rows: 2 * real, step: step) { inputs in
      var features = inputs.values(judge.features)
      var targets = inputs.values(judge.targets), weights = inputs.values(judge.weights)
      for (row, event) in inputs.range.enumerated() {
        let isReal = event < real
        targets[row] = isReal ? 1 : 0
        weights[row] = isReal ? events.weights.all[picks[event]] : 1
        for column in 0..<width {
          features[row * width + column] = isReal
            ? events.features.all[picks[event] * width + column]
            : made[(event - real) * width + column]
        }
      }
    }
    judge.learn(rows: 2 * real, step: step)
    return sum / Double(2 * real)
  }

  private func make(_ noise: [Float]) -> [Float] {
    fakes.run(count: batch) { inputs, events in
      var rows = inputs.values(maker.features)
      copy(
        noise.span.extracting(events.lowerBound * noiseCount..<events.upperBound * noiseCount),
        into: &rows)
    }
  }

  /// Made events are to give 1.
  private func makerStep(_ step: Int) -> Double {
    let numbers = noise(step, turn: 1)
    let sum = maker.executor.run(rows: batch, step: step) { inputs in
      var features = inputs.values(maker.features)
      var targets = inputs.values(maker.targets), weights = inputs.values(maker.weights)
      let range = inputs.range.lowerBound * noiseCount..<inputs.range.upperBound * noiseCount
      copy(numbers.span.extracting(range), into: &features)
      fill(&targets, with: 1)
      fill(&weights, with: 1)
    }
    maker.learn(rows: batch, step: step)
    return sum / Double(batch)
  }
}
