/// Isotonic calibration: the rising step function q(y) of least weighted squares, by pooling adjacent
/// violators (Zadrozny and Elkan, KDD 2002, doi:10.1145/775047.775151), joined by straight lines between
/// the first and last response of each pool, as scikit-learn does.
///
/// It assumes that the method orders events rightly and nothing else; it overfits few events. A pool
/// without a positive weight sum joins its neighbour.
public struct IsotonicCalibration: Calibration, Hashable {
  public static var name: String { "isotonic" }

  /// Rising responses, and q at each; constant beyond the ends.
  public let response: [Double]
  public let values: [Double]

  public init?(fittedTo steps: ResponseSteps) {
    let groups = ResponseGroups(steps, limit: .max)
    var pools: [Pool] = []
    for k in groups.response.indices {
      var pool = Pool(
        first: groups.response[k], last: groups.response[k], signal: groups.signal[k].sum,
        background: groups.background[k].sum)
      while let previous = pools.last, pool.mustJoin(previous) {
        pool = previous.joined(with: pool)
        pools.removeLast()
      }
      pools.append(pool)
    }
    if pools.count == 1, !(pools[0].total > 0) { return nil }
    let ends = pools.map { $0.first < $0.last ? [$0.first, $0.last] : [$0.first] }
    response = ends.flatMap { $0 }
    values = zip(pools, ends).flatMap { pool, ends in ends.map { _ in pool.value } }
  }

  /// - Complexity: O(log pools).
  public func balanced(at y: Double) -> Double {
    let upper = partitionPoint(0..<response.count) { response[$0] >= y }
    if upper == 0 { return values[0] }
    if upper == response.count { return values[upper - 1] }
    let fraction = (y - response[upper - 1]) / (response[upper] - response[upper - 1])
    return values[upper - 1] + fraction * (values[upper] - values[upper - 1])
  }

  /// Adjacent responses of one value.
  private struct Pool {
    var first: Double
    var last: Double
    var signal: Double
    var background: Double

    var total: Double { signal + background }
    var value: Double { min(1, max(0, signal / total)) }

    /// Equal values may stay apart or join; joined they are one step.
    func mustJoin(_ lower: Pool) -> Bool {
      !(total > 0) || !(lower.total > 0) || lower.value >= value
    }

    func joined(with upper: Pool) -> Pool {
      Pool(
        first: first, last: upper.last, signal: signal + upper.signal,
        background: background + upper.background)
    }
  }
}
