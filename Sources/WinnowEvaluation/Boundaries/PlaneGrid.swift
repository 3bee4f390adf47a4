import WinnowCore
import WinnowMath

/// Events on a regular grid in the plane of two variables, all others at their median: what a method is
/// asked to draw its boundaries.
///
/// The picture is a slice: it shows how a method divides that plane, not how it divides the events, of
/// which few lie on it where there are more than two variables.
public struct PlaneGrid: Sendable {
  /// Points along either axis.
  static let points = 61
  /// Events of either class that are drawn.
  static let events = 200
  /// The probabilities that are drawn.
  static let probabilities = [0.1, 0.3, 0.5, 0.7, 0.9]

  public let plane: DecisionPlane
  /// The grid as events, row by row of rising y.
  public let sample: Sample
  private let x: [Double]
  private let y: [Double]

  /// - Parameters:
  ///   - events: test events of two classes.
  ///   - x, y: two different variables of them.
  /// - Returns: nil for a variable that is not there or has one value only.
  /// - Complexity: O(events × (variables + log events)).
  public init?(of events: Sample, x: String, y: String, seed: UInt64 = 0) {
    guard let i = events.schema.index(of: x), let j = events.schema.index(of: y), i != j,
      let horizontal = DecisionPlane.Axis(events, i), let vertical = DecisionPlane.Axis(events, j)
    else { return nil }
    self.x = horizontal.grid(Self.points)
    self.y = vertical.grid(Self.points)
    let (columns, rows) = (self.x, self.y)
    sample = Sample(
      schema: events.schema,
      columns: events.columns.indices.map { index in
        if index == i { return rows.flatMap { _ in columns.map { Float($0) } } }
        if index == j { return rows.flatMap { value in columns.map { _ in Float(value) } } }
        let values = WeightedDistribution(events.columns[index], weights: events.weights)
        return [Float](
          repeating: Float(values?.quantile(0.5) ?? 0), count: rows.count * columns.count)
      }, weights: [Double](repeating: 1, count: rows.count * columns.count))
    func drawn(_ isDrawn: (UInt8) -> Bool, stream: UInt64) -> [[Double]] {
      var random = CounterRandom(seed: seed, stream: stream)
      let labels = events.labels ?? []
      let order = random.permutation(labels.count).filter { isDrawn(labels[$0]) }
      let points = order.map { [Double(events.columns[i][$0]), Double(events.columns[j][$0])] }
      return Array(points.filter { horizontal.holds($0[0]) && vertical.holds($0[1]) }
        .prefix(Self.events))
    }
    plane = DecisionPlane(
      x: horizontal, y: vertical, others: events.schema.names.filter { $0 != x && $0 != y },
      signal: drawn({ $0 == 0 }, stream: 1), background: drawn({ $0 != 0 }, stream: 2))
  }

  /// Contours of one method.
  /// - Parameters:
  ///   - response: to the grid.
  ///   - points: the working points whose cuts are drawn.
  ///   - probability: what a response means, for a prior fraction of signal.
  /// - Precondition: one response per point.
  public func boundary(
    response: [Float], points: [EfficiencyPoint], probability: SignalProbability, prior: Double
  ) -> DecisionBoundary {
    let responses = response.map(Double.init)
    let probabilities = responses.map {
      $0.isFinite ? probability.probability(of: $0, prior: prior).value : .nan
    }
    return DecisionBoundary(
      x: plane.x.name, y: plane.y.name,
      response: points.map { point in
        contour(responses, at: point.cut, background: point.background)
      },
      probability: Self.probabilities.map { contour(probabilities, at: $0, background: nil) })
  }

  private func contour(
    _ values: [Double], at level: Double, background: Double?
  ) -> DecisionBoundary.Contour {
    DecisionBoundary.Contour(
      level: level, background: background,
      lines: ContourLines(values, x: x, y: y, level: level).lines)
  }
}

extension DecisionPlane.Axis {
  /// nil for a variable of one value.
  fileprivate init?(_ events: Sample, _ index: Int) {
    let feature = events.schema.features[index]
    guard let values = WeightedDistribution(events.columns[index], weights: events.weights) else {
      return nil
    }
    let low = values.quantile(0.01), high = values.quantile(0.99)
    guard low < high, low.isFinite, high.isFinite else { return nil }
    self.init(name: feature.name, title: feature.title, unit: feature.unit, low: low, high: high)
  }

  fileprivate func grid(_ points: Int) -> [Double] {
    (0..<points).map { low + (high - low) * Double($0) / Double(points - 1) }
  }

  fileprivate func holds(_ value: Double) -> Bool { value >= low && value <= high }
}
