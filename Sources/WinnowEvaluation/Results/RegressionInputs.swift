import WinnowCore
import WinnowMath

/// What the inputs of a regression tell of its targets, on the training events.
public struct RegressionInputs: Sendable, Codable {
  public var variables: [RegressionVariable]
  /// Of the inputs and, behind them, the targets.
  public var correlations: CorrelationMatrix

  /// - Throws: `badData` for a sample without targets.
  /// - Complexity: O(events × variables²).
  public init(_ sample: Sample, bins: Int) throws {
    guard case .targets(let names, let values) = sample.truth else {
      throw WinnowError(.badData, "figures of a regression need events with targets")
    }
    let rows = sample.weights.indices.filter { sample.weights[$0] != 0 }
    let all = sample.replacing(
      schema: Schema(names: Self.distinct(sample.schema.names + names)),
      columns: sample.columns + values)
    let matrix = CorrelationMatrix(all, rows: rows, name: "training events")
    correlations = matrix
    let count = sample.schema.count
    variables = (0..<count).map { index in
      RegressionVariable(
        sample.schema.features[index], column: sample.columns[index], rows: rows,
        weights: sample.weights, bins: bins,
        targets: names.indices.map { target in
          .init(
            name: names[target],
            correlation: Measured(
              matrix.values[index][count + target], matrix.errors?[index][count + target] ?? .nan),
            information: matrix.information?[index][count + target] ?? .undefined)
        })
    }
  }

  /// A target may be named as an input is.
  private static func distinct(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.map { name in
      var name = name
      while !seen.insert(name).inserted { name += " (target)" }
      return name
    }
  }
}

/// One input of a regression.
public struct RegressionVariable: Sendable, Hashable, Codable {
  /// How much it tells of a target.
  public struct Relation: Sendable, Hashable, Codable {
    public var name: String
    public var correlation: Measured
    /// Mutual information, in nats.
    public var information: Measured
  }

  public var name: String
  public var expression: String
  public var title: String?
  public var unit: String?
  public var mean: Measured
  public var rms: Double
  public var missing: Int
  public var histogram: Histogram
  public var targets: [Relation]

  init(
    _ feature: Feature, column: [Float], rows: [Int], weights: [Double], bins: Int,
    targets: [Relation]
  ) {
    let moments = ColumnMoments(column, rows: rows, weights: weights)
    name = feature.name
    expression = feature.expression
    title = feature.title
    unit = feature.unit
    mean = moments.mean
    rms = moments.rms
    missing = moments.missing
    histogram = Binning(column: column, bins: bins)
      .histogram(column.map(Double.init), weights: weights)
    self.targets = targets
  }
}
