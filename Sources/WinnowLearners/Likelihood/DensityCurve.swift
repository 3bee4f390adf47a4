/// A density in one dimension: straight lines between points, with a floor.
///
/// What is negative, for want of weight, counts as 0 before the integral is set to 1. The floor is a
/// tenth of an event spread over the range; it holds outside the range too.
package struct DensityCurve: Sendable, Hashable {
  /// Rising.
  package let x: [Double]
  package let heights: [Double]
  package let floor: Double

  /// - Parameter events: effective number of events.
  /// - Returns: nil where there is no positive weight to normalise.
  /// - Precondition: at least two points, rising.
  init?(x: [Double], unnormalized: [Double], events: Double) {
    precondition(x.count >= 2 && x.count == unnormalized.count, "points of a curve")
    let positive = unnormalized.map { max(0, $0) }
    var area = 0.0
    for i in 1..<x.count { area += (x[i] - x[i - 1]) * (positive[i] + positive[i - 1]) / 2 }
    guard area > 0, area.isFinite else { return nil }
    self.x = x
    heights = positive.map { $0 / area }
    floor = 0.1 / (events * (x[x.count - 1] - x[0]))
  }

  /// A curve that was stored. - Returns: nil where it is none.
  init?(x: [Double], heights: [Double], floor: Double) {
    let rises = zip(x, x.dropFirst()).allSatisfy { $0 < $1 }
    let finite = x.allSatisfy(\.isFinite) && heights.allSatisfy { $0.isFinite && $0 >= 0 }
    guard x.count >= 2, rises, finite, floor > 0, floor.isFinite else { return nil }
    self.x = x
    self.heights = heights
    self.floor = floor
  }

  /// The density at a value. - Complexity: O(log points).
  package func callAsFunction(_ value: Double) -> Double {
    guard value >= x[0], value <= x[x.count - 1] else { return floor }
    var low = 0, high = x.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if value >= x[middle] { low = middle } else { high = middle }
    }
    let share = (value - x[low]) / (x[high] - x[low])
    return max(floor, heights[low] + share * (heights[high] - heights[low]))
  }
}
