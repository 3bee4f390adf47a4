import WinnowCore

/// What a method predicts of one target for events whose target is known.
///
/// The deviation of an event is d = prediction − target; all figures are weighted sums over events.
public struct Deviations: Sendable {
  public let prediction: [Float]
  public let target: [Float]
  /// May be negative.
  public let weights: [Double]
  /// d, one per event.
  public let values: [Double]
  let total: WeightSum

  /// - Throws: `badData` for a prediction, target or weight that is not finite, and where the weights do
  ///   not add up to a positive number.
  /// - Precondition: one prediction and one weight per target.
  /// - Complexity: O(n).
  public init(prediction: [Float], target: [Float], weights: [Double]) throws {
    precondition(
      prediction.count == target.count && weights.count == target.count, "one of each per event")
    for (name, column) in [("prediction for", prediction), ("target of", target)] {
      if let row = column.firstIndex(where: { !$0.isFinite }) {
        throw WinnowError(
          .badData, "the \(name) event \(row + 1) is \(column[row]); it must be finite")
      }
    }
    if let row = weights.firstIndex(where: { !$0.isFinite }) {
      throw WinnowError(
        .badData, "the weight of event \(row + 1) is \(weights[row]); it must be finite")
    }
    self.init(unchecked: prediction, target, weights)
    try total.requireUsable("events")
  }

  private init(unchecked prediction: [Float], _ target: [Float], _ weights: [Double]) {
    self.prediction = prediction
    self.target = target
    self.weights = weights
    values = zip(prediction, target).map { Double($0) - Double($1) }
    total = weights.reduce(into: WeightSum()) { $0.add($1) }
  }

  public var count: Int { values.count }

  /// The events of some rows; nil where their weights do not add up to a positive number.
  func selecting(_ rows: [Int]) -> Deviations? {
    let part = Deviations(
      unchecked: rows.map { prediction[$0] }, rows.map { target[$0] }, rows.map { weights[$0] })
    return part.total.sum > 0 ? part : nil
  }

  /// Σ w term / Σ w.
  func mean(_ term: (Int) -> Double) -> Double {
    var sum = 0.0
    for row in values.indices where weights[row] != 0 { sum += weights[row] * term(row) }
    return sum / total.sum
  }

  /// A figure with its error from what one event of unit weight adds to it:
  /// ψ = √c w · influence/Σw, var = Σψ², c = n_eff/(n_eff − 1).
  func figure(_ value: Double, influence: (Int) -> Double) -> InfluencedFigure {
    let scale = total.sampleCorrection.squareRoot() / total.sum
    return InfluencedFigure(
      value, influences: values.indices.map {
        weights[$0] == 0 ? 0 : scale * weights[$0] * influence($0)
      })
  }
}

/// A figure with the influence ψ of each event on it: its variance is Σψ², and that of a difference of
/// two figures of the same events Σ(ψ₁ − ψ₂)².
public struct InfluencedFigure: Sendable {
  public let value: Double
  /// One per event.
  public let influences: [Double]

  init(_ value: Double, influences: [Double]) {
    self.value = value
    self.influences = influences
  }

  public var measured: Measured {
    Measured(value, influences.reduce(0) { $0 + $1 * $1 }.squareRoot())
  }

  /// The difference of two figures of the same events.
  /// - Precondition: as many events in both.
  public static func - (a: InfluencedFigure, b: InfluencedFigure) -> InfluencedFigure {
    precondition(a.influences.count == b.influences.count, "figures of the same events")
    return InfluencedFigure(
      a.value - b.value, influences: zip(a.influences, b.influences).map { $0 - $1 })
  }
}
