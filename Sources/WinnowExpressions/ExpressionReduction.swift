/// What makes one number of the elements of a row.
struct ExpressionReduction: Sendable {
  let apply: @Sendable (ArraySlice<Double>) -> Double

  /// By name. `min` and `max` of one value; of several they compare these instead.
  static let all: [String: ExpressionReduction] = [
    "size": .init { Double($0.count) },
    "sum": .init { $0.reduce(0, +) },
    "mean": .init { $0.reduce(0, +) / Double($0.count) },
    "any": .init { $0.contains { $0 != 0 } ? 1 : 0 },
    "all": .init { $0.allSatisfy { $0 != 0 } ? 1 : 0 },
    "min": .init { $0.extreme { $0 < $1 } },
    "max": .init { $0.extreme { $0 > $1 } },
    "TMath::Min": .init { $0.extreme { $0 < $1 } },
    "TMath::Max": .init { $0.extreme { $0 > $1 } },
  ]
}

extension ArraySlice<Double> {
  /// NaN where there is no element, or one is NaN.
  @inline(__always)
  fileprivate func extreme(_ isBetter: (Double, Double) -> Bool) -> Double {
    guard var best = first else { return .nan }
    for value in dropFirst() where !best.isNaN {
      if value.isNaN || isBetter(value, best) { best = value }
    }
    return best
  }
}
