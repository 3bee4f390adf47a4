import WinnowCore
import WinnowMath

extension VariableFigures {
  /// Bins for the separation, and events that the bins are made from.
  private static let separationBins = 40
  private static let surveyed = 20_000

  /// Statistics and distributions of one variable. The separation is between the first class and all
  /// others, in bins of equal event numbers, so that no choice of scale changes it.
  ///
  /// Bins come from at most 20 000 events at equal distances in the sample; all events fill them.
  /// - Complexity: O(events × log bins).
  init(_ sample: Sample, variable: Int, classes: ClassRows, bins: Int) {
    let column = sample.columns[variable]
    let moments = classes.rows.map {
      ColumnMoments(column, rows: $0, weights: sample.weights)
    }
    let survey = ColumnSurvey(column, classes, limit: Self.surveyed)
    let drawn = Binning(survey.range(moments), bins: bins)
    let equal = Binning(edges: survey.equalEdges(Self.separationBins))
    let sums = classes.rows.map { drawn.sums(column, rows: $0, weights: sample.weights) }
    let shares = classes.rows.map { equal.sums(column, rows: $0, weights: sample.weights) }
    let others = shares.dropFirst(2).reduce(shares[1]) { zip($0, $1).map { $0 + $1 } }
    let feature = sample.schema.features[variable]
    self.init(
      name: feature.name, expression: feature.expression, title: feature.title,
      unit: feature.unit, separation: Measured(separationOf: shares[0], from: others),
      classes: zip(classes.names, moments).map { ClassStatistics(name: $0, $1) },
      histograms: sums.map { drawn.histogram($0) })
  }
}

extension VariableFigures.ClassStatistics {
  /// Minimum and maximum are 0 where all values are missing.
  init(name: String, _ moments: ColumnMoments) {
    let isEmpty = moments.minimum > moments.maximum
    self.init(
      name: name, mean: moments.mean, rms: moments.rms,
      minimum: isEmpty ? 0 : moments.minimum, maximum: isEmpty ? 0 : moments.maximum,
      missing: moments.missing)
  }
}

/// Sorted values of a part of the events, every class alike.
private struct ColumnSurvey {
  /// Rising, one array per class.
  private let values: [[Float]]

  init(_ column: [Float], _ classes: ClassRows, limit: Int) {
    values = classes.rows.map { rows in
      let step = max(1, rows.count * classes.rows.count / limit)
      return stride(from: 0, to: rows.count, by: step)
        .map { column[rows[$0]] }.filter(\.isFinite).sorted()
    }
  }

  func range(_ moments: [ColumnMoments]) -> Binning.Range {
    let filled = values.filter { !$0.isEmpty }
    guard !filled.isEmpty else { return Binning.Range(minimum: 0, maximum: 0, low: 0, high: 0) }
    func quantiles(_ share: Double) -> [Double] {
      filled.map { Double($0[Int(share * Double($0.count - 1))]) }
    }
    return Binning.Range(
      minimum: moments.map(\.minimum).reduce(.infinity, min),
      maximum: moments.map(\.maximum).reduce(-.infinity, max),
      low: quantiles(0.002).reduce(.infinity, min), high: quantiles(0.998).reduce(-.infinity, max),
      isInteger: moments.allSatisfy(\.isInteger))
  }

  /// Edges between bins of equal event numbers; a value that fills several bins gets one of its own.
  /// The last bin is open; values below the first edge have the flow bin.
  func equalEdges(_ bins: Int) -> [Double] {
    let all = values.flatMap { $0 }.sorted()
    guard let first = all.first else { return [0, .infinity] }
    var edges = [Double(first)]
    for bin in 1..<bins {
      let edge = Double(all[bin * all.count / bins])
      if edge > edges[edges.count - 1] { edges.append(edge) }
    }
    return edges + [.infinity]
  }
}

extension Binning {
  /// The sums of some rows of a column by slot. Missing values are left out.
  fileprivate func sums(_ column: [Float], rows: [Int], weights: [Double]) -> [WeightSum] {
    var sums = [WeightSum](repeating: WeightSum(), count: count + 2)
    for row in rows where column[row].isFinite {
      sums[slot(of: Double(column[row]))].add(weights[row])
    }
    return sums
  }
}
