import WinnowCore

extension KNN {
  /// The model among those for each number of neighbours whose leave-one-out answers are best: the
  /// least weighted mean of Σ (y − v)² over the outputs; of equals the one with fewest neighbours.
  ///
  /// Reference: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, §7.10.
  func best(
    of choices: [Int], on kept: Sample, in context: RunContext,
    _ model: (_ neighbors: Int, _ remarks: [String]) throws -> KNNModel
  ) throws -> KNNModel {
    var best = (neighbors: choices[0], loss: Double.infinity)
    for (step, neighbors) in choices.sorted().enumerated() {
      try context.checkCancelled()
      let loss = try model(neighbors, []).leaveOneOutLoss(on: kept, threads: context.threads)
      if loss < best.loss { best = (neighbors, loss) }
      context.progress.advance(
        step: step + 1, total: choices.count, events: kept.count, note: "k = \(neighbors)")
    }
    return try model(
      best.neighbors,
      ["Of \(choices.count) numbers of neighbours, \(best.neighbors) had the least leave-one-out "
        + "error."])
  }
}

extension KNNModel {
  /// Σ w Σ (y − v)² / Σ w over the training events, each answered without itself.
  func leaveOneOutLoss(on training: Sample, threads: Int) throws -> Double {
    let scores = try trainingScores(for: training, threads: threads)
    var sum = 0.0, total = 0.0
    for (event, weight) in memory.weights.enumerated() {
      total += weight
      for (answers, values) in zip(scores.values, memory.values) {
        let difference = Double(answers[event]) - Double(values[event])
        sum += weight * difference * difference
      }
    }
    return sum / total
  }
}
