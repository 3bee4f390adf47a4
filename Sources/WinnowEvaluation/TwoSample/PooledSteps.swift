/// One class of two sets of events, pooled: each distinct response once, highest first.
struct PooledSteps {
  struct Step {
    let response: Float
    /// Share of the first set at or above the response, minus that of the second.
    let difference: Double
    /// Share H of the pooled statistical weight at or above it, each event counting w² and each set n_eff:
    /// it grows whatever the sign of the weights, and is the share of events where weights are equal.
    let share: Double
  }

  let first: ResponseSteps
  let second: ResponseSteps
  let firstWeights: CumulativeWeights
  let secondWeights: CumulativeWeights

  /// - Precondition: positive weight sums.
  init(
    _ first: ResponseSteps, _ second: ResponseSteps,
    _ weights: (ResponseSteps) -> CumulativeWeights
  ) {
    self.init(first, weights(first), second, weights(second))
  }

  init(
    _ first: ResponseSteps, _ firstWeights: CumulativeWeights, _ second: ResponseSteps,
    _ secondWeights: CumulativeWeights
  ) {
    self.first = first
    self.second = second
    self.firstWeights = firstWeights
    self.secondWeights = secondWeights
  }

  /// Visits all steps in turn. - Complexity: O(steps).
  func forEach(_ body: (Step) -> Void) {
    let a = firstWeights.total, b = secondWeights.total
    let scaleA = 1 / a.sum, scaleB = 1 / b.sum
    let all = a.effective + b.effective
    let shareA = a.effective / all / a.squares, shareB = b.effective / all / b.squares
    var i = 0, j = 0
    while i < first.count || j < second.count {
      let x = i < first.count ? first.response[i] : -.infinity
      let y = j < second.count ? second.response[j] : -.infinity
      if x >= y { i += 1 }
      if y >= x { j += 1 }
      body(
        Step(
          response: max(x, y),
          difference: firstWeights.sums[i] * scaleA - secondWeights.sums[j] * scaleB,
          share: firstWeights.squares[i] * shareA + secondWeights.squares[j] * shareB))
    }
  }

  /// n₁n₂/(n₁ + n₂) of the effective numbers of events.
  var reducedCount: Double {
    let a = firstWeights.total.effective, b = secondWeights.total.effective
    return a * b / (a + b)
  }
}
