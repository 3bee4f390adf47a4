import Foundation

extension SignalProbability {
  /// Fits the ratio of densities to events in bins of equal statistical weight.
  ///
  /// In bin k of K, s = (max(0, Σ_S w) + ½ω_S)/(W_S + ½K ω_S) with ω_S = Σw²/Σw, the effective weight of
  /// one event: half an event of each class in each bin, so that no probability is exactly 0 or 1. Then
  /// q = s/(s + b) at the mean response of the bin, var(q) = (b² var(s) + s² var(b))/(s + b)⁴.
  /// - Parameters:
  ///   - bins: by default 2 n^{1/3} within 4 … 100, n the smaller n_eff of the classes.
  ///   - monotone: whether q may only rise with the response; falling stretches are then levelled by
  ///     pooling adjacent bins (isotonic regression). Off by default: a method that orders events wrongly
  ///     somewhere still yields a right probability.
  /// - Complexity: O(steps).
  public init(fittedTo steps: ResponseSteps, bins: Int? = nil, monotone: Bool = false) {
    let n = min(steps.signal.total.effective, steps.background.total.effective)
    let count = bins ?? min(100, max(4, Int(2 * cbrt(n))))
    let bounds = steps.equalBins(count)
    let densities = [steps.signal, steps.background].map { BinnedDensity($0, bounds) }
    var nodes: [Node] = []
    for bin in (0..<bounds.count - 1).reversed() {
      let range = bounds[bin]..<bounds[bin + 1]
      nodes.append(
        Node(
          response: steps.meanResponse(in: range),
          shares: ClassShares(signal: densities[0].bins[bin], background: densities[1].bins[bin])))
    }
    if monotone { nodes = Node.pooled(nodes) }
    self.init(
      response: nodes.map(\.response), balanced: nodes.map(\.shares.balanced),
      error: nodes.map(\.shares.error))
  }
}

/// Smoothed shares of one class in bins.
private struct BinnedDensity {
  let bins: [WeightSum]

  init(_ weights: CumulativeWeights, _ bounds: [Int]) {
    let total = weights.total
    let half = total.halfEvent
    let scale = 1 / (total.sum + Double(bounds.count - 1) * half.sum)
    bins = zip(bounds, bounds.dropFirst()).map { lower, upper in
      let content = weights.between(lower, upper)
      // An empty bin is uncertain too: by about one event.
      let squares = max(content.normalized(to: total).squares, half.squares)
      return scale * WeightSum(sum: max(0, content.sum) + half.sum, squares: squares)
    }
  }
}

/// The shares of both classes at one response, and what probability they mean for equal classes.
struct ClassShares {
  var signal = WeightSum()
  var background = WeightSum()

  var total: Double { signal.sum + background.sum }

  /// q = s/(s + b).
  var balanced: Double { signal.sum / total }

  /// var(q) = (b² var(s) + s² var(b))/(s + b)⁴.
  var error: Double {
    let variance =
      background.sum * background.sum * signal.squares
      + signal.sum * signal.sum * background.squares
    return variance.squareRoot() / (total * total)
  }

  /// q of a part of classes that are normalised to their totals. The error is that with half an event of
  /// each class more: a part of one class alone has one too.
  func observed(in totals: ClassShares) -> Measured {
    var padded = ClassShares(
      signal: signal.normalized(to: totals.signal),
      background: background.normalized(to: totals.background))
    padded += ClassShares(signal: totals.signal.halfEvent, background: totals.background.halfEvent)
    return Measured(balanced, padded.error)
  }

  static func += (a: inout ClassShares, b: ClassShares) {
    a.signal += b.signal
    a.background += b.background
  }
}

private struct Node {
  var response: Double
  var shares: ClassShares

  /// Pools neighbours until q does not fall: each node gets the sums of its pool.
  static func pooled(_ nodes: [Node]) -> [Node] {
    var pools: [(sums: ClassShares, members: [Double])] = []
    for node in nodes {
      pools.append((node.shares, [node.response]))
      while pools.count > 1, pools[pools.count - 2].sums.balanced > pools[pools.count - 1].sums.balanced {
        let last = pools.removeLast()
        pools[pools.count - 1].sums += last.sums
        pools[pools.count - 1].members += last.members
      }
    }
    return pools.flatMap { pool in
      pool.members.map { Node(response: $0, shares: pool.sums) }
    }
  }
}
