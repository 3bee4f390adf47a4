import WinnowCore
import WinnowMath

/// Means and covariances of signal and background, fit for a linear discriminant.
struct ClassMoments {
  let signal: WeightedMoments
  let background: WeightedMoments

  /// - Throws: `badData` without classes, for inputs that are missing (NaN) or infinite, and for a
  ///   class whose weights do not have a positive sum.
  init(of training: Sample) throws {
    guard let labels = training.labels, training.classNames.count == 2 else {
      throw WinnowError(.badData, "a linear discriminant needs a signal and a background class")
    }
    try training.requireFiniteInputs()
    let moments = try training.classNames.enumerated().map { index, name in
      let weights = zip(labels, training.weights).map { Int($0) == index ? $1 : 0 }
      let moments = WeightedMoments(columns: training.columns, weights: weights)
      guard moments.sumOfWeights > 0 else {
        throw WinnowError(.badData, "the weights of the class “\(name)” do not have a positive sum")
      }
      return moments
    }
    signal = moments[0]
    background = moments[1]
  }

  /// mean_S − mean_B.
  var difference: [Double] { zip(signal.mean, background.mean).map { $0 - $1 } }

  /// Share of the signal in the sum of weights, f_S = w_S/(w_S + w_B).
  var signalShare: Double {
    signal.sumOfWeights / (signal.sumOfWeights + background.sumOfWeights)
  }

  /// The covariance matrix of the class means: f_S (1 − f_S) δ δᵀ with δ = mean_S − mean_B.
  var between: SymmetricMatrix {
    let factor = signalShare * (1 - signalShare)
    let difference = difference
    return SymmetricMatrix(order: difference.count) { factor * difference[$0] * difference[$1] }
  }

  /// The covariance matrix of all events: that of each class by its share, and that of the means.
  var total: SymmetricMatrix {
    signalShare * signal.covariance + (1 - signalShare) * background.covariance + between
  }

  /// The covariance of each input with the label (1 signal, 0 background): f_S (1 − f_S) δ.
  var labelCovariance: [Double] { difference.map { signalShare * (1 - signalShare) * $0 } }

  /// F₀ = −½ Σ c_i (mean_S,i + mean_B,i): 0 is half-way between the mean responses of the classes.
  func offset(for coefficients: [Double]) -> Double {
    let centres = zip(signal.mean, background.mean).map { ($0 + $1) / 2 }
    return -zip(coefficients, centres).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

extension Sample {
  /// - Throws: `badData` for an input that is missing (NaN) or infinite in an event that counts.
  func requireFiniteInputs() throws {
    for (name, column) in zip(schema.names, columns) {
      let bad = column.indices.first { !column[$0].isFinite && weights[$0] != 0 }
      if let bad {
        throw WinnowError(
          .badData, "the input “\(name)” is \(column[bad]) in training event \(bad + 1)")
      }
    }
  }
}
