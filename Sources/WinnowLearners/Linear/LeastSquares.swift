import WinnowCore
import WinnowMath

/// Weighted least squares of several targets on the same inputs.
///
/// c = T⁻¹ cov(x, t) and a = ⟨t⟩ − c·⟨x⟩ minimise Σ w (t − a − c·x)², T being the weighted covariance
/// matrix of the inputs.
struct LeastSquares {
  let rows: [LinearModel.Row]
  /// T.
  let covariance: SymmetricMatrix

  /// - Parameter targets: `values[target][event]`, with their names.
  /// - Throws: `badData` for inputs or targets that are not finite, weights without a positive sum, and a
  ///   singular covariance matrix, naming the inputs.
  /// - Complexity: O(events × (inputs + targets)² + inputs³).
  init(_ training: Sample, names: [String], targets: [[Float]], ridge: Double = 0) throws {
    try training.requireFinite(names, targets)
    let moments = WeightedMoments(columns: training.columns + targets, weights: training.weights)
    guard moments.sumOfWeights > 0 else {
      throw WinnowError(.badData, "the weights of the training events do not have a positive sum")
    }
    let count = training.columns.count, all = moments.covariance
    let covariance = SymmetricMatrix(order: count) { all[$0, $1] * ($0 == $1 ? 1 + ridge : 1) }
    rows = try targets.indices.map { target in
      let coefficients = try covariance.solve(
        (0..<count).map { all[count + target, $0] }, called: "the covariance matrix",
        inputs: training.schema.names)
      let centre = zip(coefficients, moments.mean).reduce(0) { $0 + $1.0 * $1.1 }
      return LinearModel.Row(
        output: names[target], offset: moments.mean[count + target] - centre,
        coefficients: coefficients)
    }
    self.covariance = covariance
  }
}

extension Sample {
  /// - Throws: `badData` for an input or a target that is missing (NaN) or infinite in an event that
  ///   counts.
  func requireFinite(_ names: [String], _ targets: [[Float]]) throws {
    try requireFiniteInputs()
    for (name, values) in zip(names, targets) {
      if let bad = values.indices.first(where: { !values[$0].isFinite && weights[$0] != 0 }) {
        throw WinnowError(
          .badData, "the target “\(name)” is \(values[bad]) in training event \(bad + 1)")
      }
    }
  }
}
