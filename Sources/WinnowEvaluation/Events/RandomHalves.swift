import WinnowMath

/// Two random halves of the same events, each sorted: what is chosen or fitted on one is checked on
/// the other.
package struct RandomHalves {
  let first: ResponseSteps
  let second: ResponseSteps

  /// The halves depend on the row numbers alone, so all methods of a run share them.
  /// - Returns: nil where a half has no positive weight sum in some class.
  /// - Complexity: O(n).
  init?(of scored: ScoredEvents) {
    let halves = scored.ranked.parts(2) { Self.half(of: UInt32($0)) }
    first = ResponseSteps(halves[0])
    second = ResponseSteps(halves[1])
    let totals = [first, second].flatMap { [$0.signal.total, $0.background.total] }
    guard totals.allSatisfy({ $0.sum > 0 }) else { return nil }
  }

  /// A fair coin per row: rows in a file may alternate between classes, so parity would not do.
  package static func half(of row: UInt32) -> Int {
    Int(CounterRandom.block(key: key, stream: 0, index: UInt64(row)).x & 1)
  }

  private static let key = SIMD2<UInt32>(0x68616C76, 0x65730000)
}
