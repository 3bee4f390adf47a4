import WinnowCore

extension ResponseCorrelation {
  /// The weighted linear correlation of each variable with the response, for the first class and for all
  /// others together. 0 where either is constant or negative weights leave it no positive variance;
  /// missing values are left out.
  /// - Throws: `badData` for a sample without two classes of events.
  /// - Precondition: one response per event.
  /// - Complexity: O(events × variables).
  static func all(of sample: Sample, with response: [Float]) throws -> [ResponseCorrelation] {
    precondition(sample.count == response.count, "one response per event")
    let classes = try ClassRows(sample).rows
    let signal = PairedResponse(response, sample.weights, rows: classes[0])
    let background = PairedResponse(
      response, sample.weights, rows: Array(classes.dropFirst().joined()))
    return zip(sample.schema.names, sample.columns).map {
      ResponseCorrelation(
        variable: $0, signal: signal.correlation(with: $1),
        background: background.correlation(with: $1))
    }
  }
}

/// The responses of one class, ready to be correlated with many columns.
private struct PairedResponse {
  private let rows: [Int]
  private let response: [Double]
  private let weights: [Double]

  init(_ response: [Float], _ weights: [Double], rows: [Int]) {
    self.rows = rows
    let origin = rows.first.map { Double(response[$0]) } ?? 0
    self.response = rows.map { Double(response[$0]) - origin }
    self.weights = rows.map { weights[$0] }
  }

  /// Both are measured from their first value, so that differences of sums lose few digits.
  func correlation(with column: [Float]) -> Double {
    guard let first = rows.first(where: { column[$0].isFinite }) else { return 0 }
    let origin = Double(column[first])
    var w = 0.0, wx = 0.0, wy = 0.0, wxx = 0.0, wxy = 0.0, wyy = 0.0
    for index in rows.indices {
      let value = column[rows[index]]
      guard value.isFinite else { continue }
      let x = Double(value) - origin, y = response[index]
      let weightedX = weights[index] * x, weightedY = weights[index] * y
      w += weights[index]
      wx += weightedX
      wy += weightedY
      wxx += weightedX * x
      wxy += weightedX * y
      wyy += weightedY * y
    }
    let spreadX = wxx - wx * wx / w, spreadY = wyy - wy * wy / w
    // Below this the spread is rounding: the column is constant.
    let isSpread = spreadX > 1e-13 * abs(wxx) && spreadY > 1e-13 * abs(wyy) && w > 0
    return isSpread ? (wxy - wx * wy / w) / (spreadX * spreadY).squareRoot() : 0
  }
}
