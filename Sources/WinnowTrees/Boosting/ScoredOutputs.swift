import WinnowCore
import WinnowKernels

/// A sample during boosting: its bins, its scores in each output, and what is lowered on it.
struct ScoredOutputs {
  let sample: BinnedSample
  let rows: [ScoredRows]
  let objective: any BoostingObjective
  private let offsets: [[Float]]

  /// - Throws: `badData` for weights without a positive sum.
  init(
    _ events: BoostingSample, binned: BinnedSample, objective: any BoostingObjective,
    team: ThreadTeam
  ) throws {
    sample = binned
    self.objective = objective
    offsets = events.offsets
    let first = ScoredRows(
      targets: events.targets, weights: TreeFitter.scaled(events.weights), team: team)
    guard first.weightSum > 0 else {
      throw WinnowError(.badData, "the event weights sum to \(first.weightSum); the sum must be positive")
    }
    rows = [first] + (1..<objective.outputs).map { _ in ScoredRows(eventsOf: first) }
  }

  func fill(_ scores: [Double]) {
    for (output, score) in scores.enumerated() { rows[output].fillScores(score) }
    for (output, offset) in offsets.enumerated() { rows[output].add(offset) }
  }

  /// - Returns: the mean loss.
  func updateDerivatives() -> Double { objective.updateDerivatives(rows) }

  /// Adds a multiple of the values of a tree.
  func add(_ tree: [BinnedNode], times factor: Double = 1, to output: Int) {
    rows[output].add(factor == 1 ? tree : tree.map { $0.scaled(by: factor) }, of: sample)
  }
}

extension BinnedNode {
  func scaled(by factor: Double) -> BinnedNode {
    var node = self
    node.value = Float(Double(value) * factor)
    return node
  }
}
