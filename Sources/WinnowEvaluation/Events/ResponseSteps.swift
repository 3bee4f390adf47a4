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

  /// - Parameters:
  ///   - events: responses, weights and classes.
  ///   - order: rows by rising response; rows left out of it do not count.
  /// - Complexity: O(rows).
  init(_ events: borrowing EventColumns, risingOrder order: [UInt32]) {
    var response: [Float] = []
    response.reserveCapacity(order.count)
    var signal = CumulativeWeights(capacity: order.count)
    var background = CumulativeWeights(capacity: order.count)
    for index in order.indices.reversed() {
      let row = Int(order[index])
      let weight = events.weights[row]
      if weight == 0 { continue }
      if events.response[row] != response.last {
        response.append(events.response[row])
        signal.beginStep()
        background.beginStep()
      }
      if events.isSignal[row] { signal.add(weight) } else { background.add(weight) }
    }
    self.response = response
    self.signal = signal
    self.background = background
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
