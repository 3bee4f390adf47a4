import WinnowCore
import WinnowEvaluation

/// Figures that need a method's answers to events that are not in the files: boundaries in planes, and
/// variables put out of order.
struct ModelInquiry {
  let method: TrainedMethod
  let events: EventSets
  let threads: Int

  /// Times each variable is shuffled.
  private static let repeats = 3

  /// What `importance` (`areas` or `widths`) finds on so many test events that the method has no more to do
  /// than for scoring all of them twice.
  /// - Returns: nil where the events cannot be judged: of one class, or of no positive weight.
  func permutation<Found>(
    _ importance: (Sample, Int, UInt64, (Sample) throws -> Scores) throws -> Found
  ) -> (found: Found, events: Int)? {
    let variables = max(1, events.test.schema.count)
    let scorings = min(400_000, max(20_000, 2 * events.test.count))
    let limit = min(5000, scorings / (variables * Self.repeats))
    let rows = Array(0..<events.test.count).spread(over: limit)
    let folds = events.folds.map { folds in rows.map { folds[$0] } }
    let found = try? importance(events.test.selecting(rows), Self.repeats, method.job.seed) {
      try method.classifier.scores(for: $0, folds: folds, threads: threads)
    }
    return found.map { ($0, rows.count) }
  }

  /// The boundaries in each plane. With folds: of the first model.
  func boundaries(
    in grids: [PlaneGrid], _ figures: MethodFigures, _ probability: SignalProbability
  ) throws -> [DecisionBoundary] {
    try grids.map { grid in
      let response = try method.classifier.pipelines[0]
        .scores(for: grid.sample.matching(method.classifier.schema), threads: threads).response
      return grid.boundary(
        response: response, points: figures.efficiency, probability: probability,
        prior: figures.probability.prior)
    }
  }
}

extension JudgementStage {
  /// The planes that the analysis names, and that of two variables in all.
  var planes: [PlaneGrid] {
    let names = events.test.schema.names
    let pairs = plan.evaluation.planes + (names.count == 2 ? [names] : [])
    return pairs.reduce(into: [[String]]()) { if !$0.contains($1) { $0.append($1) } }
      .compactMap { PlaneGrid(of: events.test, x: $0[0], y: $0[1]) }
  }
}
