import WinnowCore
import WinnowMath

/// Bins of a spectator of equal statistical weight.
struct SpectatorBins {
  /// Rising; values at the last edge belong to the last bin.
  let edges: [Double]

  var count: Int { edges.count - 1 }

  /// - Parameter count: bins wanted; fewer where values repeat.
  /// - Throws: `badData` where no event has a value, or all have the same.
  /// - Complexity: O(n log n).
  init(_ values: [Double], weights: [Double], name: String, count: Int) throws {
    precondition(values.count == weights.count && count >= 1, "one weight per value, a bin or more")
    let rows = values.indices.filter { values[$0].isFinite && weights[$0] != 0 }
      .sorted { values[$0] < values[$1] }
    guard let first = rows.first, let last = rows.last, values[first] < values[last] else {
      throw Self.nothing(in: name)
    }
    let total = rows.reduce(0) { $0 + weights[$1] * weights[$1] }
    var edges = [values[first]]
    var sum = 0.0
    for row in rows {
      if sum >= total * Double(edges.count) / Double(count), values[row] > edges[edges.count - 1],
        edges.count < count
      {
        edges.append(values[row])
      }
      sum += weights[row] * weights[row]
    }
    self.edges = edges + [values[last]]
  }

  /// The bin of a value; nil outside and for NaN.
  func bin(of value: Double) -> Int? {
    guard value >= edges[0], value <= edges[count] else { return nil }
    return min(count - 1, partitionPoint(0..<edges.count) { edges[$0] > value } - 1)
  }

  static func nothing(in name: String) -> WinnowError {
    WinnowError(
      .badData, "the spectator “\(name)” has too few different values to be divided into bins")
  }
}

extension ScoredEvents {
  /// The events of the rows for which a condition holds; nil where a class has no positive weight sum.
  /// - Complexity: O(n).
  func subset(where isIn: (Int) -> Bool) -> ResponseSteps? {
    let steps = ResponseSteps(ranked.parts(1) { isIn($0) ? 0 : -1 }[0])
    return steps.signal.total.sum > 0 && steps.background.total.sum > 0 ? steps : nil
  }
}
