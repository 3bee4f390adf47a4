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

  /// - Returns: nil where some rank would not fit a byte, or there are too many columns.
  init?(_ trees: ArraySlice<ForestTree>, features: Int) {
    values = Array(repeating: [], count: features * 2)
    for tree in trees {
      for case .cut(let feature, let threshold, let missingGoesLeft, _, _) in tree.nodes {
        let key = Self.key(feature, missingGoesLeft: missingGoesLeft)
        guard Self.insert(threshold, into: &values[key]) else { return nil }
      }
    }
    for key in values.indices {
      places.append(keys.count)
      if !values[key].isEmpty { keys.append(key) }
    }
    if keys.count > Self.maximumColumns { return nil }
  }

  /// Most thresholds of a forest are there already: they are edges of bins.
  /// - Returns: whether there was room.
  private static func insert(_ threshold: Float, into values: inout [Float]) -> Bool {
    let place = lowerBound(of: threshold, in: values)
    if place < values.count, values[place] == threshold { return true }
    guard values.count < RankColumn.maximumThresholds else { return false }
    values.insert(threshold, at: place)
    return true
  }

  /// The number of values below one.
  private static func lowerBound(of value: Float, in values: [Float]) -> Int {
    // Without branches: half of them would be mispredicted.
    var low = 0, length = values.count
    while length > 1 {
      let half = length / 2
      low += values[low + half - 1] < value ? half : 0
      length -= half
    }
    return low + (length == 1 && values[low] < value ? 1 : 0)
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
    (places[key], UInt8(Self.lowerBound(of: threshold, in: values[key])))
  }
}
