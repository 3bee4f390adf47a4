import WinnowCore
import WinnowMath

/// The B-splines of one input: non-negative pieces of polynomials that add up to 1.
public struct KnotVector: Sendable, Hashable {
  public let degree: Int
  /// Rising, both ends degree + 1 times.
  public let knots: [Double]
  private let pieces: [SIMD8<Double>]

  /// The degrees that there is room for.
  public static let degrees = 1...5

  /// Some splines at one place: those from `first` on, degree + 1 of them.
  public struct Values: Sendable {
    public var first = 0
    public var values = SIMD8<Double>()
  }

  /// Inner knots at quantiles, taken with |w|, and others in equal steps; equal ones count once.
  ///
  /// - Parameters:
  ///   - quantiles: knots at quantiles.
  ///   - steps: knots in equal steps between the quantiles of 0.1 % and 99.9 %, for long tails.
  public init(_ column: [Float], weights: [Double], degree: Int, quantiles: Int, steps: Int = 0) {
    precondition(Self.degrees.contains(degree), "a degree that there is room for")
    self.degree = degree
    let low = Double(column.min() ?? 0), high = Double(column.max() ?? 0)
    let distribution = WeightedDistribution(column, weights: weights.map(abs))
    func quantile(_ p: Double) -> Double { distribution?.quantile(p) ?? low }
    func share(_ k: Int, of count: Int) -> Double { Double(k) / Double(count + 1) }
    let from = quantile(0.001), length = quantile(0.999) - from
    var places: [Double] = []
    for k in 1..<quantiles + 1 { places.append(quantile(share(k, of: quantiles))) }
    for k in 1..<steps + 1 { places.append(from + length * share(k, of: steps)) }
    var inner: [Double] = []
    for knot in places.sorted() where knot > (inner.last ?? low) && knot < high { inner.append(knot) }
    let ends = degree + 1
    knots = Array(repeating: low, count: ends) + inner + Array(repeating: high, count: ends)
    pieces = Self.pieces(knots, degree: degree)
  }

  /// - Throws: `badData` where these are no knots.
  public init(degree: Int, knots: [Double]) throws {
    let isRising = zip(knots, knots.dropFirst()).allSatisfy { $0 <= $1 }
    guard Self.degrees.contains(degree), knots.count >= 2 * (degree + 1), isRising,
      knots.allSatisfy(\.isFinite)
    else { throw WinnowError(.badData, "the tensor of knots does not rise") }
    self.degree = degree
    self.knots = knots
    pieces = Self.pieces(knots, degree: degree)
  }

  /// Functions; an input of one value has none.
  public var count: Int { knots[0] < knots[knots.count - 1] ? knots.count - degree - 1 : 0 }

  /// Factors of three neighbouring coefficients whose sum is 0 for coefficients of a straight line; 1, −2, 1
  /// where knots have equal steps. A coefficient stands where its degree inner knots are on average.
  func bend(at first: Int) -> [Double] {
    let places = (first...first + 2).map { k in knots[k + 1...k + degree].reduce(0, +) / Double(degree) }
    let left = places[1] - places[0], right = places[2] - places[1]
    return [2 * right / (left + right), -2, 2 * left / (left + right)]
  }

  /// The degree + 1 functions that are not 0 at x. Beyond the knots the nearest end counts.
  public func values(at x: Double) -> Values {
    let inside = min(max(x, knots[0]), knots[knots.count - 1])
    // The last interval is closed.
    let last = knots.count - degree - 2
    var span = degree
    while span < last, knots[span + 1] <= inside { span += 1 }
    let u = inside - knots[span], first = (span - degree) * (degree + 1)
    var values = pieces[first + degree]
    for power in stride(from: degree - 1, through: 0, by: -1) {
      values = pieces[first + power] + u * values
    }
    return Values(first: span - degree, values: values)
  }

  /// For each interval the coefficients of powers of the distance from its left knot, of its degree + 1
  /// functions, by de Boor's recurrence.
  private static func pieces(_ knots: [Double], degree: Int) -> [SIMD8<Double>] {
    (degree..<knots.count - degree - 1).flatMap { span in
      // `powers[p][k]`: coefficient of uᵖ in function k.
      var powers = [SIMD8<Double>](repeating: .zero, count: degree + 1)
      powers[0][0] = 1
      for order in 0..<degree {
        var next = [SIMD8<Double>](repeating: .zero, count: degree + 1)
        for k in 0...order {
          let right = knots[span + k + 1], left = knots[span + k - order]
          if right <= left { continue }
          for power in 0...order {
            let share = powers[power][k] / (right - left)
            next[power][k] += (right - knots[span]) * share
            next[power + 1][k] -= share
            next[power][k + 1] += (knots[span] - left) * share
            next[power + 1][k + 1] += share
          }
        }
        powers = next
      }
      return powers
    }
  }
}
