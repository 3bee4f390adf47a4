import WinnowKernels

/// The thresholds of some trees, sorted: one column for each feature and way of missing values.
struct RankedThresholds {
  /// Ranks of a block of events should stay in the fastest cache.
  private static let maximumColumns = 1024

  /// By key; empty where no cut is.
  private var values: [[Float]]
  /// By key, among the columns with cuts.
  private var places: [Int] = []
  private var keys: [Int] = []

  /// The number of a column that `rank` takes.
  static func key(_ feature: Int, missingGoesLeft: Bool) -> Int {
    feature * 2 + (missingGoesLeft ? 0 : 1)
  }

  init(_ trees: ArraySlice<ForestTree>, features: Int) {
    values = Array(repeating: [], count: features * 2)
    for tree in trees {
      for case .cut(let feature, let threshold, let missingGoesLeft, _, _) in tree.nodes {
        values[Self.key(feature, missingGoesLeft: missingGoesLeft)].append(threshold)
      }
    }
    for key in values.indices {
      places.append(keys.count)
      if values[key].isEmpty { continue }
      keys.append(key)
      Self.sort(&values[key])
    }
  }

  /// Sorts and drops repetitions.
  private static func sort(_ values: inout [Float]) {
    values.sort()
    var kept = 1
    for index in values.indices.dropFirst() where values[index] != values[kept - 1] {
      values[kept] = values[index]
      kept += 1
    }
    values.removeSubrange(kept...)
  }

  /// Whether every rank is a byte.
  var fit: Bool {
    keys.count <= Self.maximumColumns
      && keys.allSatisfy { values[$0].count <= RankColumn.maximumThresholds }
  }

  var tables: (columns: [RankColumn], table: [Float]) {
    var table: [Float] = []
    let columns = keys.map { key in
      RankColumn(
        feature: key / 2, thresholds: values[key], missingGoesLeft: key % 2 == 0, table: &table)
    }
    return (columns, table)
  }

  /// The place of a column and the rank of one of its thresholds.
  func rank(of threshold: Float, in key: Int) -> (column: Int, rank: UInt8) {
    var low = 0, high = values[key].count
    while low < high {
      let middle = (low + high) / 2
      if values[key][middle] < threshold { low = middle + 1 } else { high = middle }
    }
    return (places[key], UInt8(low))
  }
}
