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

  /// Two-class events; target 1 for signal (class 0), 0 for background. Events of weight 0 are left out.
  /// - Throws: `badData` where the sample has no classes, a class is empty or a value is not finite.
  public init(classesOf sample: Sample) throws {
    let present = sample.weights.indices.filter { sample.weights[$0] != 0 }
    let sample = present.count == sample.count ? sample : sample.selecting(present)
    guard let labels = sample.labels, sample.classNames.count == 2 else {
      throw WinnowError(.badData, "a network classifier needs events of two classes")
    }
    for (index, name) in sample.classNames.enumerated()
    where !labels.contains(UInt8(index)) {
      throw WinnowError(.badData, "the class “\(name)” has no events of non-zero weight")
    }
    for (feature, column) in zip(sample.schema.names, sample.columns) {
      guard let row = column.firstIndex(where: { !$0.isFinite }) else { continue }
      throw WinnowError(
        .badData, "the input “\(feature)” is \(column[row]) in event \(row + 1) of those to learn "
          + "from; networks need finite numbers")
    }
    try self.init(
      columns: sample.columns, targets: [labels.map { $0 == 0 ? 1 : 0 }], weights: sample.weights)
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
