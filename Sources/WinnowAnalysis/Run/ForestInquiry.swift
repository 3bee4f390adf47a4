import WinnowCore
import WinnowEvaluation
import WinnowLearners
import WinnowMath
import WinnowTransforms
import WinnowTrees

/// Looks into a forest with some of the test events: so many that the report never waits for it.
struct ForestInquiry {
  private let model: any ForestModel
  /// Test events as the model sees them.
  private let sample: Sample
  private let threads: Int

  private var forest: Forest { model.forest }

  /// - Returns: nil for a model that is no forest, or one whose training is unknown.
  init?(_ method: TrainedMethod, _ events: EventSets, threads: Int) throws {
    let pipeline = method.classifier.pipelines[0]
    guard let model = pipeline.model as? any ForestModel, model.isOneForest,
      model.forest.hasStatistics, model.forest.features > 0
    else { return nil }
    // With folds: those that the first model has not seen.
    let rows = events.folds.map { folds in folds.indices.filter { folds[$0] == 0 } }
      ?? Array(0..<events.test.count)
    let limit = min(5000, 400_000 / model.forest.features)
    let test = try events.test.matching(method.classifier.schema)
      .selecting(rows.spread(over: limit))
    self.model = model
    sample = try pipeline.transforms.apply(to: test)
    self.threads = threads
  }

  func figures() throws -> ForestFigures {
    let gains = try forest.importance(.gain), counts = try forest.importance(.count)
    let tmva = try forest.importance(.tmva)
    let contributions = try contributions()
    var figures = ForestFigures(
      trees: forest.trees.count, leaves: forest.trees.reduce(0) { $0 + $1.leafCount },
      depth: forest.trees.map(\.depth).max() ?? 0,
      inputs: model.schema.names.enumerated().map { index, name in
        var input = ForestFigures.Input(
          name: name, gain: gains[index], count: counts[index], tmva: tmva[index])
        input.contribution = contributions?[index]
        return input
      })
    let order = gains.indices.sorted { (gains[$1], $0) < (gains[$0], $1) }
    figures.dependence = order.prefix(Self.drawn).filter { gains[$0] > 0 }.compactMap(dependence)
    return figures
  }

  /// Inputs with a curve of their own: one page of the report.
  private static let drawn = 12

  /// Exact Shapley values cost as many steps as the forest has nodes.
  private func contributions() throws -> [Measured]? {
    let nodes = forest.trees.reduce(0) { $0 + $1.nodes.count }
    let limit = min(1000, 10_000_000 / max(1, nodes))
    guard limit >= 20, !sample.isEmpty else { return nil }
    let part = sample.selecting(Array(0..<sample.count).spread(over: limit))
    let values = try forest.contributions(to: part.columns, threads: threads).values
    return values.map { Measured(meanOf: $0.map(\.magnitude), weights: part.weights) }
  }

  private func dependence(on feature: Int) -> ForestFigures.Dependence? {
    let part = sample.selecting(Array(0..<sample.count).spread(over: 500))
    guard part.weights.reduce(0, +) > 0 else { return nil }
    let sorted = sample.columns[feature].filter(\.isFinite).sorted()
    guard let last = sorted.indices.last else { return nil }
    let points = 24
    // Between the quantiles 1 % and 99 %, each value once.
    var grid: [Float] = []
    for point in 0...points {
      let quantile = 0.01 + 0.98 * Double(point) / Double(points)
      let value = sorted[Int((quantile * Double(last)).rounded())]
      if value != grid.last { grid.append(value) }
    }
    let scores = forest.partialDependence(
      on: feature, grid: grid, columns: part.columns, weights: part.weights, threads: threads)
    return ForestFigures.Dependence(
      name: model.schema.names[feature], values: grid.map(Double.init), scores: scores)
  }
}

extension Sample {
  fileprivate var isEmpty: Bool { count == 0 }
}

extension Measured {
  /// Σ w x / Σ w with the error √(Σ w² (x − mean)²) / |Σ w|; undefined where Σ w is not positive.
  fileprivate init(meanOf values: [Double], weights: [Double]) {
    let sum = weights.reduce(0, +)
    guard sum > 0 else {
      self = .undefined
      return
    }
    let mean = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / sum
    let squares = zip(values, weights).reduce(0) { total, pair in
      let deviation = pair.1 * (pair.0 - mean)
      return total + deviation * deviation
    }
    self.init(mean, squares.squareRoot() / sum)
  }
}
