import WinnowCore
import WinnowKernels

/// Events to learn from, row by row in memory so that a mini-batch is gathered with whole rows.
public struct Examples: Sendable {
  public let count: Int
  public let inputCount: Int
  public let targetCount: Int
  let features: Arena
  let targets: Arena
  let weights: Arena

  /// - Parameters:
  ///   - columns: `[feature][event]`.
  ///   - targets: `[target][event]`.
  ///   - weights: one per event, of any sign; scaled here to an average of 1.
  /// - Throws: `badData` where there are no events or the weights' sum is not positive.
  public init(columns: [[Float]], targets: [[Float]], weights: [Double]) throws {
    let total = weights.reduce(0, +)
    guard !weights.isEmpty else { throw WinnowError(.badData, "there are no events to learn from") }
    guard total > 0, total.isFinite else {
      throw WinnowError(.badData, "the sum of the event weights must be positive; it is \(total)")
    }
    count = weights.count
    inputCount = columns.count
    targetCount = targets.count
    features = Self.rows(columns, count: count)
    self.targets = Self.rows(targets, count: count)
    let mean = total / Double(count)
    self.weights = Self.rows([weights.map { Float($0 / mean) }], count: count)
  }

  private static func rows(_ columns: [[Float]], count: Int) -> Arena {
    precondition(columns.allSatisfy { $0.count == count }, "columns of one length")
    let arena = Arena(count: columns.count * count)
    var matrix = arena.mutableSpan(0..<arena.count)
    for (index, column) in columns.enumerated() {
      storeColumn(column.span, at: index, of: &matrix, width: columns.count)
    }
    return arena
  }
}
