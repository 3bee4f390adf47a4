extension CutScan {
  /// Efficiencies, purity and significance Z = S/√(S+B) against the cut, for S = N_S ε_S and B = N_B ε_B
  /// events passing out of the expected N_S and N_B.
  ///
  /// The best cut is chosen on one random half of the events and quoted on the other, so that its figures
  /// are not those of a lucky fluctuation; `effectiveBackground` counts the background above it in the
  /// half that is quoted. Where the events are too few to be halved the cut is chosen on all of them
  /// and its figures are undefined. Purity and Z are 0 where S + B ≤ 0, as negative weights may make it.
  /// - Complexity: O(n).
  public init(_ scored: ScoredEvents, options: EvaluationOptions, points: Int = 300) {
    self.init(scored, halves: RandomHalves(of: scored), options: options, points: points)
  }

  init(
    _ scored: ScoredEvents, halves: RandomHalves?, options: EvaluationOptions, points: Int = 300
  ) {
    let steps = scored.steps
    let kept = steps.scanSteps(points: points)
    let yields = kept.map { Yield(steps, passing: $0, options) }
    self.init(
      expectedSignal: options.expectedSignal, expectedBackground: options.expectedBackground,
      cut: kept.map { steps.cut(passing: $0) },
      signalEfficiency: kept.map { steps.signal.sums[$0] / steps.signal.total.sum },
      backgroundEfficiency: kept.map { steps.background.sums[$0] / steps.background.total.sum },
      purity: yields.map(\.purity), significance: yields.map(\.significance.value),
      best: Best(scored, halves, options))
  }
}

extension CutScan.Best {
  fileprivate init(
    _ scored: ScoredEvents, _ halves: RandomHalves?, _ options: EvaluationOptions
  ) {
    guard let halves else {
      let k = Yield.bestStep(of: scored.steps, options)
      self.init(
        cut: scored.steps.cut(passing: k), significance: .undefined, signalEfficiency: .undefined,
        backgroundEfficiency: .undefined,
        effectiveBackground: scored.steps.background.above(k).effective)
      return
    }
    let cut = halves.first.cut(passing: Yield.bestStep(of: halves.first, options))
    let quoted = halves.second
    let k = quoted.passing(cut: cut)
    let yield = Yield(quoted, passing: k, options)
    self.init(
      cut: cut, significance: yield.significance,
      signalEfficiency: Measured(fraction: quoted.signal.above(k), of: quoted.signal.total),
      backgroundEfficiency: Measured(
        fraction: quoted.background.above(k), of: quoted.background.total),
      effectiveBackground: quoted.background.above(k).effective)
  }
}

/// Expected events above a cut.
private struct Yield {
  let signal: Measured
  let background: Measured

  init(_ steps: ResponseSteps, passing k: Int, _ options: EvaluationOptions) {
    func expected(_ number: Double, _ weights: CumulativeWeights) -> Measured {
      let efficiency = Measured(fraction: weights.above(k), of: weights.total)
      return Measured(number * efficiency.value, number * efficiency.error)
    }
    signal = expected(options.expectedSignal, steps.signal)
    background = expected(options.expectedBackground, steps.background)
  }

  private var sum: Double { signal.value + background.value }
  var purity: Double { sum > 0 ? signal.value / sum : 0 }

  /// S/√(S+B); error from ∂Z/∂S = (S/2 + B)/(S+B)^{3/2} and ∂Z/∂B = −S/2/(S+B)^{3/2}.
  var significance: Measured {
    guard sum > 0 else { return Measured(0, 0) }
    let scale = 1 / (sum * sum.squareRoot())
    let bySignal = (signal.value / 2 + background.value) * scale * signal.error
    let byBackground = signal.value / 2 * scale * background.error
    return Measured(
      signal.value / sum.squareRoot(),
      (bySignal * bySignal + byBackground * byBackground).squareRoot())
  }

  /// The number of steps that pass where S/√(S+B) is largest.
  static func bestStep(of steps: ResponseSteps, _ options: EvaluationOptions) -> Int {
    let perSignal = options.expectedSignal / steps.signal.total.sum
    let perBackground = options.expectedBackground / steps.background.total.sum
    var best = (step: steps.count, value: -Double.infinity)
    for k in 1...steps.count {
      let s = perSignal * steps.signal.sums[k]
      let sum = s + perBackground * steps.background.sums[k]
      let value = sum > 0 ? s / sum.squareRoot() : 0
      if value > best.value { best = (k, value) }
    }
    return best.step
  }
}

extension ResponseSteps {
  /// Steps at equal efficiencies of either class and at equal distances of the cut.
  fileprivate func scanSteps(points: Int) -> [Int] {
    let third = max(2, points / 3 - 1)
    let shares = (1...third).map { Double($0) / Double(third) }
    let top = Double(response[0]), width = Double(response[count - 1]) - top
    let kept = shares.flatMap { share in
      [
        partition { signal.squareShare(above: $0) >= share },
        partition { background.squareShare(above: $0) >= share },
        passing(cut: top + share * width),
      ]
    }
    return Set(kept + [1, count]).subtracting([0]).sorted()
  }
}
