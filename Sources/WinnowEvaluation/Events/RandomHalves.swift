import WinnowMath

/// Two random halves of the same events, each sorted: what is chosen or fitted on one is checked on
/// the other.
struct RandomHalves {
  let first: ResponseSteps
  let second: ResponseSteps

  /// The halves depend on the row numbers alone, so all methods of a run share them.
  /// - Returns: nil where a half has no positive weight sum in some class.
  /// - Complexity: O(n).
  init?(of scored: ScoredEvents) {
    guard let halves = scored.randomParts(2, RandomPart.half) else { return nil }
    (first, second) = (halves[0], halves[1])
  }
}

/// In which part of the events a row is, by chance and fixed: rows in a file may alternate between classes,
/// so that counting would not do.
package enum RandomPart {
  package static func half(of row: Int) -> Int { Int(block(row).x & 1) }

  package static func third(of row: Int) -> Int { Int(block(row).y % 3) }

  private static func block(_ row: Int) -> SIMD4<UInt32> {
    CounterRandom.block(key: key, stream: 0, index: UInt64(row))
  }

  private static let key = SIMD2<UInt32>(0x68616C76, 0x65730000)
}

extension ScoredEvents {
  /// The events divided at random.
  /// - Returns: nil where a part has no positive weight sum in some class.
  /// - Complexity: O(n).
  func randomParts(_ count: Int, _ part: (Int) -> Int) -> [ResponseSteps]? {
    let parts = ranked.parts(count, part).map { ResponseSteps($0) }
    let totals = parts.flatMap { [$0.signal.total, $0.background.total] }
    return totals.allSatisfy { $0.sum > 0 } ? parts : nil
  }
}
