import WinnowMath

/// Events by rising response, so that figures read them in one sweep: a jump through memory for each event
/// would cost more than all else.
struct RankedEvents: Sendable {
  /// The row of each event among those given; of equal responses the first row comes first.
  let rows: [UInt32]
  let response: [Float]
  let weights: [Double]
  let isSignal: [Bool]

  private init(rows: [UInt32], response: [Float], weights: [Double], isSignal: [Bool]) {
    self.rows = rows
    self.response = response
    self.weights = weights
    self.isSignal = isSignal
  }

  /// - Precondition: finite responses, fewer than 2³².
  /// - Complexity: O(n), by one radix sort.
  init(_ events: EventColumns) {
    let rising = RisingValues(events.response)
    // Equal weights, the usual case, are in any order already.
    let isEqual = events.weights.allSatisfy { $0 == events.weights[0] }
    self.init(
      rows: rising.indices, response: rising.values,
      weights: isEqual ? events.weights : rising.indices.map { events.weights[Int($0)] },
      isSignal: rising.indices.map { events.isSignal[Int($0)] })
  }

  /// The same events with other weights, given by row.
  func reweighted(_ weight: (Int) -> Double) -> RankedEvents {
    RankedEvents(
      rows: rows, response: response, weights: rows.map { weight(Int($0)) }, isSignal: isSignal)
  }

  /// The events divided, each part by rising response.
  /// - Parameter place: the part 0 ..< `count` of a row; −1 for none.
  /// - Complexity: O(n).
  func parts(_ count: Int, _ place: (Int) -> Int) -> [RankedEvents] {
    let places = rows.map { UInt16(place(Int($0)) + 1) }
    var starts = [Int](repeating: 0, count: count + 2)
    for place in places { starts[Int(place) + 1] += 1 }
    for part in 1..<starts.count { starts[part] += starts[part - 1] }
    var next = starts
    var order = [UInt32](repeating: 0, count: places.count)
    for k in places.indices {
      let place = Int(places[k])
      order[next[place]] = UInt32(truncatingIfNeeded: k)
      next[place] += 1
    }
    return (1...count).map { selecting(order[starts[$0]..<starts[$0 + 1]]) }
  }

  private func selecting(_ kept: ArraySlice<UInt32>) -> RankedEvents {
    RankedEvents(
      rows: kept.map { rows[Int($0)] }, response: kept.map { response[Int($0)] },
      weights: kept.map { weights[Int($0)] }, isSignal: kept.map { isSignal[Int($0)] })
  }
}
