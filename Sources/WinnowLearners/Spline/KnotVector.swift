import WinnowCore
import WinnowMath

/// The B-splines of one input: non-negative pieces of polynomials that add up to 1.
struct KnotVector: Sendable, Hashable {
  let degree: Int
  /// Rising, both ends degree + 1 times.
  let knots: [Double]

  /// Inner knots at quantiles, taken with |w|; equal ones count once.
  init(_ column: [Float], weights: [Double], settings: SplineParameters) {
    degree = settings.degree
    let low = Double(column.min() ?? 0), high = Double(column.max() ?? 0)
    let distribution = WeightedDistribution(column, weights: weights.map(abs))
    var inner: [Double] = []
    for k in 1..<settings.knots + 1 {
      let knot = distribution?.quantile(Double(k) / Double(settings.knots + 1)) ?? low
      if knot > (inner.last ?? low), knot < high { inner.append(knot) }
    }
    let ends = degree + 1
    knots = Array(repeating: low, count: ends) + inner + Array(repeating: high, count: ends)
  }

  /// - Throws: `badData` where these are no knots.
  init(degree: Int, knots: [Double]) throws {
    let isRising = zip(knots, knots.dropFirst()).allSatisfy { $0 <= $1 }
    guard knots.count >= 2 * (degree + 1), isRising, knots.allSatisfy(\.isFinite) else {
      throw WinnowError(.badData, "the tensor of knots does not rise")
    }
    self.degree = degree
    self.knots = knots
  }

  /// Functions; an input of one value has none.
  var count: Int { knots[0] < knots[knots.count - 1] ? knots.count - degree - 1 : 0 }

  /// The first of the degree + 1 functions that are not 0 at x, and their values, by de Boor's recurrence.
  func values(at x: Double) -> (first: Int, values: [Double]) {
    let last = knots.count - degree - 2
    let inside = min(max(x, knots[0]), knots[knots.count - 1])
    // The last interval is closed.
    var span = degree
    while span < last, knots[span + 1] <= inside { span += 1 }
    var values = [1.0]
    for order in 0..<degree {
      var next = [Double](repeating: 0, count: order + 2)
      for k in 0...order {
        let right = knots[span + k + 1], left = knots[span + k - order]
        let share = right > left ? values[k] / (right - left) : 0
        next[k] += (right - inside) * share
        next[k + 1] += (inside - left) * share
      }
      values = next
    }
    return (span - degree, values)
  }
}
