/// Events of signal and background summed by their response, highest first: all that figures of merit
/// need to know of a method. Equal responses make one step.
///
/// An event passes a cut t if its response is at least t; the k highest steps pass the cut
/// `response[k − 1]`. Events of weight 0 leave no trace.
public struct ResponseSteps: Sendable {
  /// The distinct responses, falling.
  public let response: [Float]
  public let signal: CumulativeWeights
  public let background: CumulativeWeights

  public var count: Int { response.count }

  /// - Complexity: O(n).
  init(_ events: RankedEvents) {
    var response = [Float](repeating: 0, count: events.response.count)
    var signal = RunningWeights(events.weights), background = RunningWeights(events.weights)
    var step = 0, last = Float.nan
    for k in events.response.indices.reversed() {
      let weight = events.weights[k]
      if weight == 0 { continue }
      if events.response[k] != last {
        last = events.response[k]
        response[step] = last
        step += 1
      }
      // By a product, since no processor foretells which way a branch on the class would go.
      let ofSignal = weight * (events.isSignal[k] ? 1 : 0)
      signal.add(ofSignal, step)
      background.add(weight - ofSignal, step)
    }
    response.shorten(to: step)
    self.response = response
    self.signal = signal.cumulative(steps: step)
    self.background = background.cumulative(steps: step)
  }

  /// The lowest response that passes when the `k` highest steps do. Above all events, where nothing
  /// passes, the next number after the highest: a cut is never infinite.
  public func cut(passing k: Int) -> Double {
    k > 0 ? Double(response[k - 1]) : Double(response[0]).nextUp
  }

  /// The number of steps that pass a cut. - Complexity: O(log steps).
  public func passing(cut: Double) -> Int {
    partitionPoint(0..<count) { Double(response[$0]) < cut }
  }

  /// Step numbers 0 = b₀ < b₁ < … = count that divide the steps into at most `bins` bins of equal
  /// statistical weight ½ (Σw²_S/total + Σw²_B/total), which grows whatever the sign of the weights.
  func equalBins(_ bins: Int) -> [Int] {
    var bounds = [0]
    for bin in 1..<max(2, bins) {
      let share = Double(bin) / Double(bins)
      let bound = partitionPoint(0..<count) { balancedShare(above: $0) >= share }
      if bound > bounds[bounds.count - 1], bound < count { bounds.append(bound) }
    }
    return bounds + [count]
  }

  /// The response that a share of the statistical weight exceeds.
  func robustQuantile(above share: Double) -> Double {
    let k = partitionPoint(0..<count) { balancedShare(above: $0 + 1) >= share }
    return Double(response[min(k, count - 1)])
  }

  /// Share of the statistical weight in the k highest steps, both classes counting alike.
  func balancedShare(above k: Int) -> Double {
    (signal.squareShare(above: k) + background.squareShare(above: k)) / 2
  }
}

/// The first place of a range where a condition that stays true once true holds; its end where none.
/// - Complexity: O(log count).
func partitionPoint(_ range: Range<Int>, _ isTrue: (Int) -> Bool) -> Int {
  var low = range.lowerBound, high = range.upperBound
  while low < high {
    let middle = (low + high) / 2
    if isTrue(middle) { high = middle } else { low = middle + 1 }
  }
  return low
}
