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

/// One column of a regression: an input or a target.
public struct ColumnFigures: Sendable, Hashable, Codable {
  public var name: String
  public var expression: String
  public var title: String?
  public var unit: String?
  public var mean: Measured
  public var rms: Double
  public var histogram: Histogram

  init(_ feature: Feature, _ column: [Float], rows: [Int], weights: [Double], bins: Int) {
    let moments = ColumnMoments(column, rows: rows, weights: weights)
    name = feature.name
    expression = feature.expression
    title = feature.title
    unit = feature.unit
    mean = moments.mean
    rms = moments.rms
    histogram = Binning(column: column, bins: bins)
      .histogram(column.map(Double.init), weights: weights)
  }
}

/// One input of a regression.
@dynamicMemberLookup
public struct RegressionVariable: Sendable, Hashable {
  /// How much it tells of a target.
  public struct Relation: Sendable, Hashable, Codable {
    public var name: String
    public var correlation: Measured
    /// Mutual information, in nats.
    public var information: Measured
  }

  public var column: ColumnFigures
  /// Events without it.
  public var missing: Int
  public var targets: [Relation]

  init(
    _ feature: Feature, column: [Float], rows: [Int], weights: [Double], bins: Int,
    targets: [Relation]
  ) {
    self.column = ColumnFigures(feature, column, rows: rows, weights: weights, bins: bins)
    missing = rows.count { !column[$0].isFinite }
    self.targets = targets
  }

  public subscript<Value>(dynamicMember figure: KeyPath<ColumnFigures, Value>) -> Value {
    column[keyPath: figure]
  }
}

extension RegressionVariable: Codable {
  private struct Own: Codable {
    var missing: Int
    var targets: [Relation]
  }

  public init(from decoder: any Decoder) throws {
    let (column, own) = try SideBySide<ColumnFigures, Own>(from: decoder).parts
    (self.column, missing, targets) = (column, own.missing, own.targets)
  }

  public func encode(to encoder: any Encoder) throws {
    try SideBySide(column, Own(missing: missing, targets: targets)).encode(to: encoder)
  }
}
