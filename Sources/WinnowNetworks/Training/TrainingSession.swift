import WinnowCore
import WinnowKernels
import WinnowMath

/// The memory and the threads of one training, and its innermost step. Nothing is allocated in a step.
final class TrainingSession: EpochRunner {
  private let examples: Examples
  private let edges: LossEdges
  private let executor: GradientExecutor
  private let phase: TrainingPhase
  private let parameters: Arena
  private let memory: Arena
  private let blocks: [Block]
  /// The squared length of each block's gradient, where gradients are clipped.
  private let squares: Arena
  private let shared: Shared
  private let average: WeightAverage
  private(set) var steps = 0

  /// A run of parameters that one task updates.
  private struct Block {
    let range: Range<Int>
    let slot: Int
    let decays: Bool
  }

  init(
    _ edges: LossEdges, _ phase: TrainingPhase, on examples: Examples, shared: Shared,
    average: WeightAverage
  ) {
    self.edges = edges
    self.phase = phase
    self.examples = examples
    self.shared = shared
    self.average = average
    parameters = shared.parameters
    memory = Arena(count: phase.optimizer.memoryCount * shared.parameters.count)
    blocks = Self.blocks(of: edges.graph)
    squares = Arena(count: blocks.count)
    executor = GradientExecutor(
      edges.graph, loss: edges.loss, parameters: shared.parameters,
      batch: min(phase.batch, examples.count), seed: shared.seed, team: shared.team)
  }

  private static let blockSize = 4096

  private static func blocks(of graph: Graph) -> [Block] {
    graph.slots.enumerated().flatMap { number, slot in
      let ends = slot.definition.role == .state ? 0..<0 : slot.range
      return stride(from: ends.lowerBound, to: ends.upperBound, by: blockSize).map { start in
        Block(
          range: start..<min(ends.upperBound, start + blockSize), slot: number,
          decays: slot.definition.role == .weight)
      }
    }
  }

  /// The order of the events follows from the seed and from the epochs before.
  func runEpoch(_ epoch: Int, rate: Double, in context: RunContext) throws -> Double {
    var random = CounterRandom(
      seed: shared.seed, stream: RandomStream.shuffling + UInt64(shared.epochsBefore))
    let order = random.permutation(examples.count).map { Int32($0) }
    let batches = (order.count + phase.batch - 1) / phase.batch
    var total = 0.0
    for batch in 0..<batches {
      try context.checkCancelled()
      let range = batch * phase.batch..<min(order.count, (batch + 1) * phase.batch)
      let progress = Double(epoch) + Double(batch) / Double(batches)
      let scheduled = phase.learningRate * phase.schedule.factor(epoch: progress, of: phase.epochs)
      total += step(order.span.extracting(range), rate: scheduled * rate)
    }
    return total / Double(order.count)
  }

  func archive() -> Archive {
    Archive(
      tensors: ["memory": Tensor(memory.values(0..<memory.count))],
      attributes: ["steps": Setting(.integer(steps))])
  }

  func restore(from archive: Archive) throws {
    memory.store(try archive.float32("memory", shape: [memory.count]), at: 0)
    steps = try archive.setting("steps").integer()
  }

  private func step(_ rows: Span<Int32>, rate: Double) -> Double {
    let loss = executor.run(rows: rows.count, step: shared.stepsBefore + steps) { inputs in
      edges.fill(inputs, with: rows, of: examples)
    }
    steps += 1
    update(rate: Float(rate), rows: rows.count)
    average.endStep()
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
    let pull = phase.l2 + shared.penalties[block.slot]
    if pull > 0 { add(weights, times: Float(pull), to: &gradient) }
    if phase.l1 > 0 { addSigns(of: weights, times: Float(phase.l1), to: &gradient) }
  }

  private func apply(_ gradient: Span<Float>, to block: Block, rate: Float) {
    let slice = ParameterSlice(
      parameters: parameters, memory: memory, range: block.range, rate: rate, step: steps,
      decays: block.decays)
    phase.optimizer.update(slice, gradient: gradient)
  }
}
