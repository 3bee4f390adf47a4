import WinnowCore
import WinnowKernels
import WinnowMath

/// The memory and the threads of one training, and its innermost step. Nothing is allocated in a step.
final class TrainingSession {
  private let examples: Examples
  private let network: Network
  private let edges: LossEdges
  private let executor: GradientExecutor
  private let phase: TrainingPhase
  private let parameters: Arena
  private let memory: Arena
  private let blocks: [Block]
  /// The squared length of each block's gradient, where gradients are clipped.
  private let squares: Arena
  private let team: ThreadTeam
  private let seed: UInt64
  /// Steps taken in this phase, and in those before it.
  private var steps = 0
  private let stepsBefore: Int

  /// A run of parameters that one task updates.
  private struct Block {
    let range: Range<Int>
    let decays: Bool
  }

  /// The graph with its loss.
  struct LossEdges {
    let graph: Graph
    let features, targets, weights, loss: Edge

    init(_ network: Network, loss objective: any Objective, targetCount: Int) throws {
      var graph = network.graph
      features = network.features
      targets = try graph.addInput("targets", Shape(targetCount))
      weights = try graph.addInput("weights", .scalar)
      loss = try objective.attach(
        to: &graph, outputs: network.output, targets: targets, weights: weights)
      self.graph = graph
    }
  }

  init(
    _ network: Network, _ edges: LossEdges, _ phase: TrainingPhase, on examples: Examples,
    shared: Shared
  ) {
    self.network = network
    self.edges = edges
    self.phase = phase
    self.examples = examples
    parameters = shared.parameters
    team = shared.team
    seed = shared.seed
    stepsBefore = shared.stepsBefore
    memory = Arena(count: phase.optimizer.memoryCount * shared.parameters.count)
    blocks = Self.blocks(of: edges.graph)
    squares = Arena(count: blocks.count)
    executor = GradientExecutor(
      edges.graph, loss: edges.loss, parameters: shared.parameters,
      batch: min(phase.batch, examples.count), seed: shared.seed, team: shared.team)
  }

  /// What outlives a phase.
  struct Shared {
    let parameters: Arena
    let team: ThreadTeam
    let seed: UInt64
    var stepsBefore = 0
    var epochsBefore = 0
  }

  private static let blockSize = 4096

  private static func blocks(of graph: Graph) -> [Block] {
    graph.slots.filter { $0.definition.role != .state }.flatMap { slot in
      stride(from: slot.range.lowerBound, to: slot.range.upperBound, by: blockSize).map { start in
        Block(
          range: start..<min(slot.range.upperBound, start + blockSize),
          decays: slot.definition.role == .weight)
      }
    }
  }

  var stepsTaken: Int { steps }

  /// Shuffles the events, passes over all of them once, and returns their mean loss.
  ///
  /// - Parameters:
  ///   - epoch: its number in the phase, from 0.
  ///   - shuffle: its number in the training, which decides the order of the events.
  /// - Throws: `interrupted`.
  func runEpoch(_ epoch: Int, shuffle: Int, in context: RunContext) throws -> Double {
    var random = CounterRandom(seed: seed, stream: RandomStream.shuffling + UInt64(shuffle))
    let order = random.permutation(examples.count).map { Int32($0) }
    let batches = (order.count + phase.batch - 1) / phase.batch
    var total = 0.0
    for batch in 0..<batches {
      try context.checkCancelled()
      let range = batch * phase.batch..<min(order.count, (batch + 1) * phase.batch)
      let progress = Double(epoch) + Double(batch) / Double(batches)
      total += step(order.span.extracting(range), progress: progress)
    }
    return total / Double(order.count)
  }

  private func step(_ rows: Span<Int32>, progress: Double) -> Double {
    let examples = examples
    let loss = executor.run(rows: rows.count, step: stepsBefore + steps) { inputs in
      let part = rows.extracting(inputs.range)
      var features = inputs.values(edges.features)
      var targets = inputs.values(edges.targets), weights = inputs.values(edges.weights)
      gatherRows(part, of: examples.features.all, width: examples.inputCount, into: &features)
      gatherRows(part, of: examples.targets.all, width: examples.targetCount, into: &targets)
      gatherRows(part, of: examples.weights.all, width: 1, into: &weights)
    }
    steps += 1
    let rate = phase.learningRate * phase.schedule.factor(epoch: progress, of: phase.epochs)
    update(rate: Float(rate), rows: rows.count)
    return loss
  }

  private func update(rate: Float, rows: Int) {
    let work = parameters.count * (executor.chunkCount(rows) + phase.optimizer.memoryCount)
    if phase.clipping == 0 {
      return executor.forEach(blocks.count, work: 4 * work) { index in
        executor.joinGradients(blocks[index].range, rows: rows) { gradient in
          regularize(&gradient, blocks[index])
          apply(gradient.span, to: blocks[index], rate: rate)
        }
      }
    }
    let squares = squares
    executor.forEach(blocks.count, work: 4 * work) { index in
      executor.joinGradients(blocks[index].range, rows: rows) { gradient in
        regularize(&gradient, blocks[index])
        var square = squares.mutableSpan(index..<index + 1)
        square[0] = Float(sumOfSquares(gradient.span))
      }
    }
    let length = sum(squares.all).squareRoot()
    let factor = Float(min(1, phase.clipping / length))
    executor.forEach(blocks.count, work: 4 * work) { index in
      executor.withJoinedGradient(blocks[index].range) { gradient in
        if factor < 1 { scale(&gradient, by: factor) }
        apply(gradient.span, to: blocks[index], rate: rate)
      }
    }
  }

  private func regularize(_ gradient: inout MutableSpan<Float>, _ block: Block) {
    guard block.decays else { return }
    let parameters = parameters
    let weights = parameters.span(block.range)
    if phase.l2 > 0 { add(weights, times: Float(phase.l2), to: &gradient) }
    if phase.l1 > 0 { addSigns(of: weights, times: Float(phase.l1), to: &gradient) }
  }

  private func apply(_ gradient: Span<Float>, to block: Block, rate: Float) {
    let slice = ParameterSlice(
      parameters: parameters, memory: memory, range: block.range, rate: rate, step: steps,
      decays: block.decays)
    phase.optimizer.update(slice, gradient: gradient)
  }
}
