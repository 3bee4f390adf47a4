import Foundation
import WinnowMath

/// Errors by resampling, as a cross-check of those by formula and for events that are not independent.
///
/// In each replica every event, or every group of events, counts as often as a Poisson number of mean 1
/// says (Hanley and MacGibbon, Comput. Methods Programs Biomed. 83 (2006) 57). The number is a function of
/// (seed, replica, event or group), so that figures of several methods are resampled alike. Groups are for
/// events that share a source: the fragments of one shower, the candidates of one collision, the jobs of
/// a production with a fault.
public struct Bootstrap: Sendable {
  public let seed: UInt64
  public let replicas: Int

  public init(replicas: Int = 200, seed: UInt64 = 0) {
    precondition(replicas >= 2, "a spread needs two replicas or more")
    self.replicas = replicas
    self.seed = seed
  }

  /// A figure and the standard deviation over replicas; replicas in which a class has no positive weight
  /// sum do not count.
  /// - Parameter groups: the group of each event; nil where each event is its own.
  /// - Complexity: O(replicas × n).
  public func error(
    of scored: ScoredEvents, groups: [UInt64]? = nil, figure: (ResponseSteps) -> Double
  ) -> Measured {
    precondition(groups.map { $0.count == scored.count } ?? true, "one group per event")
    let values = (0..<replicas).compactMap { replica -> Double? in
      let steps = resampled(scored, groups, replica)
      guard steps.signal.total.sum > 0, steps.background.total.sum > 0 else { return nil }
      return figure(steps)
    }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return Measured(figure(scored.steps), (squares / Double(values.count - 1)).squareRoot())
  }

  private func resampled(
    _ scored: ScoredEvents, _ groups: [UInt64]?, _ replica: Int
  ) -> ResponseSteps {
    let key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    let weights = scored.events.weights
    return ResponseSteps(
      scored.ranked.reweighted { row in
        let block = CounterRandom.block(
          key: key, stream: Self.stream + UInt64(replica), index: groups?[row] ?? UInt64(row))
        return weights[row] * Self.poisson(Double(block.x) * 0x1p-32)
      })
  }

  private static let stream: UInt64 = 0x626F_6F74_0000_0000

  /// The Poisson number of mean 1 at a place of its cumulative function.
  private static func poisson(_ uniform: Double) -> Double {
    var count = 0.0, probability = exp(-1.0), cumulative = exp(-1.0)
    while uniform >= cumulative, count < 16 {
      count += 1
      probability /= count
      cumulative += probability
    }
    return count
  }
}
