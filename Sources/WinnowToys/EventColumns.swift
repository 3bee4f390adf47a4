import WinnowMath

/// Events made one by one, as columns in the order of the events.
struct EventColumns<Value: BinaryFloatingPoint & Sendable>: Sendable {
  private(set) var columns: [[Value]]
  private(set) var weights: [Double] = []

  /// - Parameter make: fills the row of one event, one number per column, and returns its weight.
  init(
    _ count: Int, events: Int, threads: Int, _ make: @Sendable (Int, inout [Value]) -> Double
  ) {
    let chunks = chunkedMap(events, threads: threads) { range in
      var part = Self(empty: count, capacity: range.count)
      var row = [Value](repeating: 0, count: count)
      for index in range {
        part.weights.append(make(index, &row))
        for j in row.indices { part.columns[j].append(row[j]) }
      }
      return part
    }
    columns = (0..<count).map { j in chunks.flatMap { $0.columns[j] } }
    weights = chunks.flatMap(\.weights)
  }

  private init(empty count: Int, capacity: Int) {
    columns = Array(repeating: [], count: count)
    for j in columns.indices { columns[j].reserveCapacity(capacity) }
    weights.reserveCapacity(capacity)
  }
}
