import Foundation

/// AUC against the number of training events, and what more events would bring.
///
/// The fit is AUC(n) = A∞ − a n^(−b), a and b not negative, by least squares weighted with the errors
/// (Cortes et al., “Learning curves: asymptotic values and rate of convergence”, NIPS 1993). For given b
/// the problem is linear; b is searched. Errors of A∞ and of extrapolations are those of the linearised
/// fit; they take the points as independent, while points on the same test events move together, so that
/// the common part of their errors (that of the best point, about) comes on top.
///
/// The extrapolation holds for the same method with the same settings: a larger one may learn more from
/// more events. Beyond ten times the largest n it is a guess.
public struct LearningCurve: Sendable, Hashable, Codable {
  public struct Point: Sendable, Hashable, Codable {
    /// Training events.
    public var events: Double
    public var auc: Measured

    public init(events: Double, auc: Measured) {
      self.events = events
      self.auc = auc
    }
  }

  /// A∞, a and b with what predictions need.
  public struct Fit: Sendable, Hashable, Codable {
    public var limit: Measured
    public var amplitude: Double
    public var exponent: Double
    public var chiSquare: Double
    public var degreesOfFreedom: Int
    /// Of (A∞, a, b).
    public var covariance: [[Double]]

    /// AUC(n) with its error. - Precondition: n > 0.
    public func auc(events n: Double) -> Measured {
      precondition(n > 0, "a positive number of events")
      let decay = pow(n, -exponent)
      let slopes = [1, -decay, amplitude * decay * log(n)]
      var variance = 0.0
      for i in 0..<3 { for j in 0..<3 { variance += slopes[i] * covariance[i][j] * slopes[j] } }
      return Measured(limit.value - amplitude * decay, max(0, variance).squareRoot())
    }
  }

  /// By rising number of events.
  public var points: [Point]
  /// Nil for fewer than four different numbers, without errors, or where the AUC does not rise so that a
  /// limit could be told.
  public var fit: Fit?

  public init(points: [Point]) {
    self.points = points.sorted { $0.events < $1.events }
    fit = Fit(self.points)
  }
}

extension LearningCurve.Fit {
  private static let exponents = 0.02...4.0

  fileprivate init?(_ points: [LearningCurve.Point]) {
    let isUsable = points.allSatisfy { $0.events > 0 && $0.auc.isDefined && $0.auc.error > 0 }
    guard isUsable, Set(points.map(\.events)).count >= 4 else { return nil }
    // A coarse search in ln b, then golden sections around the best.
    let grid = (0...60).map {
      Self.exponents.lowerBound
        * pow(Self.exponents.upperBound / Self.exponents.lowerBound, Double($0) / 60)
    }
    let values = grid.map { LinearPart(points, exponent: $0)?.chiSquare ?? .infinity }
    guard let best = values.indices.min(by: { values[$0] < values[$1] }),
      best > 0, best < 60, values[best].isFinite
    else { return nil }
    let exponent = Self.minimum(grid[best - 1], grid[best + 1]) {
      LinearPart(points, exponent: $0)?.chiSquare ?? .infinity
    }
    guard let part = LinearPart(points, exponent: exponent), part.amplitude > 0,
      let covariance = part.covariance
    else { return nil }
    limit = Measured(part.limit, max(0, covariance[0][0]).squareRoot())
    amplitude = part.amplitude
    self.exponent = exponent
    chiSquare = part.chiSquare
    degreesOfFreedom = points.count - 3
    self.covariance = covariance
  }

  private static func minimum(
    _ low: Double, _ high: Double, _ f: (Double) -> Double
  ) -> Double {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (low, high)
    for _ in 0..<60 {
      let a = high - ratio * (high - low), b = low + ratio * (high - low)
      if f(a) < f(b) { high = b } else { low = a }
    }
    return (low + high) / 2
  }
}

/// A∞ and a of least squares for a given exponent.
private struct LinearPart {
  let limit: Double
  let amplitude: Double
  let chiSquare: Double
  private let points: [LearningCurve.Point]
  private let exponent: Double

  init?(_ points: [LearningCurve.Point], exponent: Double) {
    let slopes = points.map { [1, -pow($0.events, -exponent)] }
    let matrix = Self.normal(slopes, points)
    let right = (0..<2).map { i in
      zip(slopes, points).reduce(0) {
        $0 + $1.0[i] * $1.1.auc.value / ($1.1.auc.error * $1.1.auc.error)
      }
    }
    guard let solution = SmallSystem.solve(matrix, right) else { return nil }
    limit = solution[0]
    amplitude = solution[1]
    chiSquare = zip(slopes, points).reduce(0) { sum, pair in
      let rest = pair.1.auc.value - solution[0] - solution[1] * pair.0[1]
      return sum + rest * rest / (pair.1.auc.error * pair.1.auc.error)
    }
    self.points = points
    self.exponent = exponent
  }

  /// The inverse of JᵀWJ with J the derivatives by A∞, a and b.
  var covariance: [[Double]]? {
    let slopes = points.map { point in
      let decay = pow(point.events, -exponent)
      return [1, -decay, amplitude * decay * log(point.events)]
    }
    let matrix = Self.normal(slopes, points)
    let columns = (0..<3).map { k in SmallSystem.solve(matrix, (0..<3).map { $0 == k ? 1 : 0 }) }
    let found = columns.compactMap { $0 }
    return found.count == 3 ? found : nil
  }

  private static func normal(
    _ slopes: [[Double]], _ points: [LearningCurve.Point]
  ) -> [[Double]] {
    let n = slopes[0].count
    return (0..<n).map { i in
      (0..<n).map { j in
        zip(slopes, points).reduce(0) {
          $0 + $1.0[i] * $1.0[j] / ($1.1.auc.error * $1.1.auc.error)
        }
      }
    }
  }
}
