import WinnowCore
import WinnowKernels

/// Trains by quasi-Newton steps on the loss of all events.
final class FullBatchSession: EpochRunner {
  /// Events whose gradient is computed at once; the parts are added in order, in double precision.
  private static let batch = 8192

  private let examples: Examples
  private let edges: TrainingSession.LossEdges
  private let phase: TrainingPhase
  private let memory: Int
  private let shared: TrainingSession.Shared
  private let executor: GradientExecutor
  private let order: [Int32]
  private var minimization: QuasiNewton?
  private(set) var steps = 0

  /// - Throws: `badConfiguration` for a loss that changes from look to look.
  init(
    _ edges: TrainingSession.LossEdges, _ phase: TrainingPhase, memory: Int, on examples: Examples,
    shared: TrainingSession.Shared
  ) throws {
    for node in edges.graph.nodes
    where node.operation is any BatchCoupledOperation || node.operation is DropoutOperation {
      throw WinnowError(
        .badConfiguration, "BFGS needs a loss that stays the same from step to step: \(node.name) does "
          + "not go with it")
    }
    self.examples = examples
    self.edges = edges
    self.phase = phase
    self.memory = memory
    self.shared = shared
    order = (0..<examples.count).map { Int32($0) }
    executor = GradientExecutor(
      edges.graph, loss: edges.loss, parameters: shared.parameters,
      batch: min(Self.batch, examples.count), seed: shared.seed, team: shared.team)
  }

  /// One step; none where the loss is at a minimum. The returned loss is that before the step, without
  /// penalties, as for other optimisers.
  func runEpoch(_ epoch: Int, rate: Double, in context: RunContext) throws -> Double {
    let start = shared.parameters.values(0..<shared.parameters.count).map(Double.init)
    let function: QuasiNewton.Function = { point in
      try context.checkCancelled()
      return self.penalized(self.loss(at: point), at: point)
    }
    var minimization = try minimization ?? QuasiNewton(memory: memory, start: start, function)
    let before = minimization.place.value - penalty(at: minimization.place.point)
    _ = try minimization.advance(function)
    shared.parameters.store(minimization.place.point.map { Float($0) }, at: 0)
    self.minimization = minimization
    steps += 1
    return before
  }

  /// The steps so far were taken on another function.
  func lossHasChanged() { minimization = nil }

  /// The mean loss of all events and its gradient.
  private func loss(at point: [Double]) -> (value: Double, gradient: [Double]) {
    shared.parameters.store(point.map { Float($0) }, at: 0)
    let order = order
    var value = 0.0, gradient = [Double](repeating: 0, count: point.count)
    for first in stride(from: 0, to: order.count, by: Self.batch) {
      let rows = order.span.extracting(first..<min(order.count, first + Self.batch))
      value += executor.run(rows: rows.count, step: 0) { inputs in
        edges.fill(inputs, with: rows, of: examples)
      }
      let part = Double(rows.count) / Double(order.count)
      for (index, slope) in executor.parameterGradient(rows: rows.count).enumerated() {
        gradient[index] += Double(slope) * part
      }
    }
    return (value / Double(order.count), gradient)
  }

  private func pull(_ slot: Int) -> Double {
    edges.graph.slots[slot].definition.role == .weight ? phase.l2 + shared.penalties[slot] : 0
  }

  private func penalty(at point: [Double]) -> Double {
    edges.graph.slots.enumerated().reduce(0) { sum, slot in
      sum + pull(slot.offset) / 2 * slot.element.range.reduce(0) { $0 + point[$1] * point[$1] }
    }
  }

  private func penalized(
    _ loss: (value: Double, gradient: [Double]), at point: [Double]
  ) -> (value: Double, gradient: [Double]) {
    var gradient = loss.gradient
    for (number, slot) in edges.graph.slots.enumerated() {
      for index in slot.range { gradient[index] += pull(number) * point[index] }
    }
    return (loss.value + penalty(at: point), gradient)
  }
}

extension FullBatchSession {
  func archive() -> Archive {
    var archive = Archive(attributes: ["steps": Setting(.integer(steps))])
    guard let minimization else { return archive }
    let place = minimization.place
    archive.store("point", Tensor(place.point))
    archive.store("gradient", Tensor(place.gradient))
    archive.store("value", Tensor([place.value]))
    let shape = [minimization.pairs.count, place.point.count]
    archive.store("moves", Tensor(shape: shape, .float64(minimization.pairs.flatMap(\.step))))
    archive.store("changes", Tensor(shape: shape, .float64(minimization.pairs.flatMap(\.change))))
    return archive
  }

  func restore(from archive: Archive) throws {
    steps = try archive.setting("steps").integer()
    guard archive.tensors["point"] != nil else { return }
    let count = shared.parameters.count
    let place = QuasiNewton.Place(
      point: try archive.float64("point", shape: [count]),
      value: try archive.float64("value", shape: [1])[0],
      gradient: try archive.float64("gradient", shape: [count]))
    let moves = try archive.float64("moves", shape: [nil, count])
    let changes = try archive.float64("changes", shape: [moves.count / max(1, count), count])
    let pairs = stride(from: 0, to: moves.count, by: max(1, count)).map { first in
      QuasiNewton.Pair(
        step: Array(moves[first..<first + count]), change: Array(changes[first..<first + count]))
    }
    minimization = QuasiNewton(memory: memory, place: place, pairs: pairs)
  }
}
