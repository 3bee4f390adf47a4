import WinnowMath

/// p-values of two-sample statistics by permutation: how often do samples that exchange their events at
/// random differ as much as these?
///
/// p = (1 + #{T* ≥ T})/(1 + permutations), exact at any number of events, for weights of either sign that
/// may depend on the response: events are exchanged with their weights, after these are scaled so that
/// Σw = Σw² in each set. The smallest p-value is 1/(1 + permutations). An exchange that leaves a set no
/// positive weight sum counts as different.
///
/// Of more than `limit` events in a set, as many are drawn at random: the test is then less sensitive
/// than one on all events, and still right.
public struct PermutationTest: Sendable, Hashable {
  public let kolmogorovSmirnov: Double
  public let andersonDarling: Double
  public let energyDistance: Double
  /// Events that took part, both sets together.
  public let events: Int

  /// - Parameters:
  ///   - isSignal: the class to compare.
  ///   - limit: events of either set that take part.
  /// - Returns: nil where a set drawn has no positive weight sum.
  /// - Complexity: O(n + permutations × limit).
  public init?(
    _ first: ScoredEvents, _ second: ScoredEvents, isSignal: Bool, permutations: Int = 200,
    limit: Int = 10_000, seed: UInt64 = 0
  ) {
    precondition(permutations > 0 && limit > 0, "at least one permutation of one event")
    let drawn = [first, second].enumerated().map { index, scored in
      ClassEventsDrawn(
        scored, isSignal: isSignal, limit: limit,
        random: CounterRandom(seed: seed, stream: Streams.draw + UInt64(index)))
    }
    guard let pooled = PooledEvents(drawn[0], drawn[1]) else { return nil }
    let found = pooled.statistics(pooled.isFirst)
    var exceeded = SIMD4<Int64>(repeating: 1)
    var labels = pooled.isFirst
    var random = CounterRandom(seed: seed, stream: Streams.exchange)
    for _ in 0..<permutations {
      labels.shuffle(using: &random)
      // Rounding must not decide between equal values.
      let isAsLarge = pooled.statistics(labels) .>= found * (1 - 1e-12)
      exceeded.replace(with: exceeded &+ 1, where: isAsLarge)
    }
    func share(_ count: Int64) -> Double { Double(count) / Double(permutations + 1) }
    kolmogorovSmirnov = share(exceeded.x)
    andersonDarling = share(exceeded.y)
    energyDistance = share(exceeded.z)
    events = labels.count
  }

  private enum Streams {
    static let draw: UInt64 = 0x7065_726D_0000
    static let exchange: UInt64 = 0x7065_726D_0010
  }
}

/// Events of one class, at most so many, by falling response.
private struct ClassEventsDrawn {
  let response: [Float]
  /// Scaled so that Σw = Σw².
  let weights: [Double]
  let total: WeightSum

  init(_ scored: ScoredEvents, isSignal: Bool, limit: Int, random: CounterRandom) {
    let events = scored.events
    var random = random
    var rows = events.response.indices.filter {
      events.isSignal[$0] == isSignal && events.weights[$0] != 0
    }
    if rows.count > limit {
      for place in 0..<limit {
        rows.swapAt(place, Int.random(in: place..<rows.count, using: &random))
      }
      rows.removeSubrange(limit...)
    }
    let order = risingOrder(of: rows.map { events.response[$0] }).reversed()
    response = order.map { events.response[rows[Int($0)]] }
    let plain = order.map { events.weights[rows[Int($0)]] }
    var total = WeightSum()
    for weight in plain { total.add(weight) }
    weights = plain.map { $0 * (total.sum / total.squares) }
    self.total = total
  }
}

/// Two sets in one falling order, with what the statistics need at each event.
private struct PooledEvents {
  private(set) var isFirst: [Bool] = []
  private var weights: [Double] = []
  /// dH/(H(1 − H)), the distance to the next response, and 1, at the last of equal responses; else 0.
  private var factors: [SIMD4<Double>] = []
  private var total = WeightSum()

  init?(_ first: ClassEventsDrawn, _ second: ClassEventsDrawn) {
    guard first.total.sum > 0, second.total.sum > 0 else { return nil }
    var responses: [Float] = []
    var i = 0, j = 0
    while i < first.response.count || j < second.response.count {
      let takesFirst = j == second.response.count
        || i < first.response.count && first.response[i] >= second.response[j]
      responses.append(takesFirst ? first.response[i] : second.response[j])
      weights.append(takesFirst ? first.weights[i] : second.weights[j])
      isFirst.append(takesFirst)
      if takesFirst { i += 1 } else { j += 1 }
    }
    for weight in weights { total.add(weight) }
    factors = Self.factors(responses, weights, total)
  }

  private static func factors(
    _ responses: [Float], _ weights: [Double], _ total: WeightSum
  ) -> [SIMD4<Double>] {
    var squares = 0.0, last = 0.0
    return responses.indices.map { k in
      squares += weights[k] * weights[k]
      let isLast = k + 1 == responses.count
      if !isLast, responses[k + 1] == responses[k] { return .zero }
      let share = squares / total.squares
      defer { last = share }
      return SIMD4(
        AndersonDarling.factor(from: last, to: share),
        isLast ? 0 : Double(responses[k]) - Double(responses[k + 1]), 1, 0)
    }
  }

  /// The statistics of Kolmogorov–Smirnov (squared), Anderson–Darling and energy for given sets, times
  /// n₁n₂/(n₁ + n₂).
  func statistics(_ isFirst: [Bool]) -> SIMD4<Double> {
    var first = WeightSum()
    for k in isFirst.indices where isFirst[k] { first.add(weights[k]) }
    let second = WeightSum(sum: total.sum - first.sum, squares: total.squares - first.squares)
    guard first.sum > 0, second.sum > 0 else { return SIMD4(repeating: .infinity) }
    let scales = (1 / first.sum, -1 / second.sum)
    var difference = 0.0, largest = 0.0
    var sums = SIMD4<Double>.zero
    for k in isFirst.indices {
      difference += weights[k] * (isFirst[k] ? scales.0 : scales.1)
      let terms = difference * difference * factors[k]
      sums += terms
      largest = max(largest, terms.z)
    }
    let a = first.effective, b = second.effective
    return SIMD4(largest, sums.x, sums.y, 0) * (a * b / (a + b))
  }
}
