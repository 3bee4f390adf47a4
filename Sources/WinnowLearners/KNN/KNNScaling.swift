import WinnowCore

/// Inputs made comparable: x → (x − centre) / width, input by input.
package struct KNNScaling: Sendable, Hashable {
  package let centres: [Double]
  package let widths: [Double]

  /// Learns the widths; events of weight 0 do not count.
  ///
  /// - Throws: `badData` naming an input whose width is not positive.
  package init(_ parameters: KNNParameters, of sample: Sample) throws {
    let intervals = try zip(sample.schema.names, sample.columns).map { name, column in
      let found = Self.interval(parameters, column, sample.weights)
      guard found.width > 0, found.width.isFinite else {
        throw WinnowError(
          .badData,
          "the input “\(name)” cannot be scaled: its \(parameters.scale.rawValue) is "
            + "\(found.width); remove the input or choose another scale")
      }
      return found
    }
    centres = intervals.map(\.centre)
    widths = intervals.map(\.width)
  }

  /// - Throws: `badData` for centres and widths that do not fit.
  init(from archive: Archive, inputs: Int) throws {
    centres = try archive.float64("centres", shape: [inputs])
    widths = try archive.float64("widths", shape: [inputs])
    guard centres.allSatisfy(\.isFinite), widths.allSatisfy({ $0.isFinite && $0 > 0 }) else {
      throw WinnowError(.badData, "the scales of the model are not positive and finite")
    }
  }

  /// Tensors `centres` and `widths`, float64.
  func store(in archive: inout Archive) {
    archive.store("centres", Tensor(centres))
    archive.store("widths", Tensor(widths))
  }

  /// - Throws: `badData` naming an input and event without a finite scaled value.
  func apply(to sample: Sample) throws -> [[Float]] {
    try sample.columns.enumerated().map { j, column in
      let centre = centres[j], width = widths[j]
      let scaled = column.map { Float((Double($0) - centre) / width) }
      if let row = scaled.firstIndex(where: { !$0.isFinite }) {
        throw WinnowError(
          .badData,
          "distances need finite inputs; “\(sample.schema.names[j])” is \(column[row]) in event "
            + "\(row + 1)")
      }
      return scaled
    }
  }

  private static func interval(
    _ parameters: KNNParameters, _ column: [Float], _ weights: [Double]
  ) -> (centre: Double, width: Double) {
    switch parameters.scale {
    case .none: (0, 1)
    case .deviation: deviation(column, weights)
    case .interval: centralInterval(column, weights, fraction: parameters.scaleFraction)
    }
  }

  /// Weighted mean and standard deviation √(Σw(x − m)² / Σw).
  static func deviation(_ column: [Float], _ weights: [Double]) -> (centre: Double, width: Double) {
    var total = 0.0, sum = 0.0
    for (x, w) in zip(column, weights) where w != 0 {
      total += w
      sum += w * Double(x)
    }
    let mean = sum / total
    var squares = 0.0
    for (x, w) in zip(column, weights) where w != 0 {
      squares += w * (Double(x) - mean) * (Double(x) - mean)
    }
    return (mean, max(0, squares / total).squareRoot())
  }

  /// Middle and width of the interval that leaves (1 − fraction)/2 of Σ|w| on either side.
  static func centralInterval(
    _ column: [Float], _ weights: [Double], fraction: Double
  ) -> (centre: Double, width: Double) {
    let rising = column.indices.filter { weights[$0] != 0 }.sorted { column[$0] < column[$1] }
    let total = rising.reduce(0) { $0 + abs(weights[$1]) }
    func quantile(_ probability: Double) -> Double {
      var sum = 0.0
      let place = rising.first { row in
        sum += abs(weights[row])
        return sum >= probability * total
      }
      return Double(column[place ?? rising[rising.count - 1]])
    }
    let lower = quantile((1 - fraction) / 2), upper = quantile((1 + fraction) / 2)
    return ((lower + upper) / 2, upper - lower)
  }
}
