import Foundation

extension ROCCurve {
  /// Efficiencies of signal and background for falling cuts, exact at each point.
  ///
  /// Of all steps at most `points` are kept: half of them at equal ratios of the background efficiency, so
  /// that the curve keeps its shape on a logarithmic axis, half at equal signal efficiencies. Errors are
  /// those of weighted fractions at a fixed cut.
  /// - Complexity: O(points × log steps).
  public init(_ steps: ResponseSteps, points: Int = 300) {
    let kept = steps.curveSteps(points: points)
    let signal = kept.map { Measured(fraction: steps.signal.above($0), of: steps.signal.total) }
    let background = kept.map {
      Measured(fraction: steps.background.above($0), of: steps.background.total)
    }
    self.init(
      cut: kept.map { steps.cut(passing: $0) },
      signal: signal.map(\.value), background: background.map(\.value),
      signalError: signal.map(\.error), backgroundError: background.map(\.error))
  }
}

extension ResponseSteps {
  /// Numbers of passing steps: half at equal ratios of the background efficiency, half at equal signal
  /// efficiencies, 0 and all.
  func curveSteps(points: Int) -> [Int] {
    let half = max(2, points / 2 - 1)
    let smallest = 1 / max(2, background.total.effective)
    let logarithmic = (0..<half).map {
      pow(smallest, 1 - Double($0) / Double(half - 1))
    }
    let linear = (0..<half).map { Double($0) / Double(half - 1) }
    let kept =
      logarithmic.map { share in partition { background.squareShare(above: $0) >= share } }
      + linear.map { share in partition { signal.squareShare(above: $0) >= share } }
    return Set(kept + [0, count]).sorted()
  }

  /// The smallest number of steps for which a condition holds, or all.
  func partition(_ isTrue: (Int) -> Bool) -> Int { partitionPoint(0..<count, isTrue) }
}
